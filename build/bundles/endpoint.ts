import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT choose one of these. */
const KINDS = [
  { UseFIPS: false, UseDualStack: false },
  { UseFIPS: true, UseDualStack: false },
  { UseFIPS: false, UseDualStack: true },
  { UseFIPS: true, UseDualStack: true },
];

/**
 * Returns a module that knows the addresses of DynamoDB in one region, in place of the rules for all regions. It finds no
 * address of another region, and none that has the number of an account, which Lambda does not tell to a function.
 */
export function endpointModule(region: string): string {
  const { endpointProvider } = new DynamoDBClient({ region }).config;
  const addresses = KINDS.flatMap(kind => {
    try {
      return [[nameOf(kind), endpointProvider({ Region: region, ...kind }).url.href]];
    } catch {
      // Some regions have no address of this kind.
      return [];
    }
  });
  return `
const ADDRESSES = ${JSON.stringify(Object.fromEntries(addresses))};
export const defaultEndpointResolver = ({ Endpoint, Region, UseFIPS, UseDualStack }) => {
  const address = Endpoint ?? (Region === '${region}' ? ADDRESSES[\`\${UseFIPS} \${UseDualStack}\`] : undefined);
  if (!address) throw new Error('The bundle has no address of DynamoDB for these settings: it was made for ${region}.');
  return { url: new URL(address) };
};
`;
}

const nameOf = ({ UseFIPS, UseDualStack }: (typeof KINDS)[number]) => `${UseFIPS} ${UseDualStack}`;
