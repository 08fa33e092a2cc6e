import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { endpointModule } from '../../build/bundles/endpoint.ts';

const resolverFor = async (region: string) =>
  (await import(`data:text/javascript,${encodeURIComponent(endpointModule(region))}`))
    .defaultEndpointResolver;

const REGIONS = ['eu-central-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'];
const BOTH = [false, true];

test.each(REGIONS)('a bundle for %s finds the addresses that the SDK finds there', async Region => {
  const resolve = await resolverFor(Region);
  const { endpointProvider } = new DynamoDBClient({ region: Region }).config;
  const addressBy = (provider: typeof endpointProvider, params: object) => {
    try {
      return provider({ Region, ...params }).url.href;
    } catch {
      return 'none';
    }
  };
  const kinds = BOTH.flatMap(UseFIPS => BOTH.map(UseDualStack => ({ UseFIPS, UseDualStack })));
  const found = kinds.map(kind => addressBy(resolve, kind));
  expect(found).toEqual(kinds.map(kind => addressBy(endpointProvider, kind)));
  expect(found[0]).toContain(Region);
});

test('a bundle uses the address that it is told', async () => {
  const resolve = await resolverFor('eu-central-1');
  const Endpoint = 'http://127.0.0.1:8000';
  expect(resolve({ Region: 'local', Endpoint }).url.href).toBe(`${Endpoint}/`);
});

test('a bundle says so when it runs in another region than it was made for', async () => {
  const resolve = await resolverFor('eu-central-1');
  expect(() => resolve({ Region: 'us-east-1', UseFIPS: false, UseDualStack: false })).toThrow(
    'it was made for eu-central-1',
  );
});
