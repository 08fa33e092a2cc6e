import { functionArn } from './arns.ts';
import { ofType, type Packaged } from './packaging.ts';
import { type Statement, statementsIn } from './policy.ts';
import { resolverOf } from './stackValues.ts';

/** From where Lambda reads events for a function. */
type Source = { EventSourceArn: string; FilterCriteria?: { Filters: { Pattern: string }[] } };

/** How Lambda calls a function, and where it puts what the function gives up. */
type Calls = { FunctionName: string; DestinationConfig?: { OnFailure: { Destination: string } } };

/** A function as the template has it. */
export type PackagedFunction = {
  key: string;
  name: string;
  /** The file of its bundle, and the name of its export there. */
  handler: [file: string, name: string];
  timeoutMs: number;
  environment: Record<string, string>;
  /** The policy of its role. */
  statements: Statement[];
  sources: Source[];
  destinations: string[];
};

/** The functions of a packaged stack by their keys. `aws` is the address of what stands for AWS. */
export function functionsOf({ resources }: Packaged, aws: string): Map<string, PackagedFunction> {
  const resolve = resolverOf(resources, aws);

  const statementsOf = (roleId: string) => {
    const { Policies = [], ManagedPolicyArns = [] } = resources[roleId]?.Properties ?? {};
    if (ManagedPolicyArns.length > 0) throw new Error(`${roleId} has managed policies`);
    const documents: { Statement: object[] }[] = Policies.map(
      ({ PolicyDocument }: { PolicyDocument: object }) => resolve(PolicyDocument),
    );
    return documents.flatMap(statementsIn);
  };

  const allOf = <Part>(type: string) =>
    ofType(resources, type).map(([, { Properties }]) => resolve<Part & Calls>(Properties));
  const allSources = allOf<Source>('AWS::Lambda::EventSourceMapping');
  const allConfigs = allOf('AWS::Lambda::EventInvokeConfig');

  const functions = ofType(resources, 'AWS::Lambda::Function').map(([, { Properties }]) => {
    const { FunctionName: name, Handler, Timeout, Environment, Role } = Properties;
    const [file, exported] = Handler.split('.');
    const isItsOwn = ({ FunctionName }: Calls) => [name, functionArn(name)].includes(FunctionName);
    const sources = allSources.filter(isItsOwn);
    const one: PackagedFunction = {
      key: name.split('-').at(-1),
      name,
      handler: [`${file}.js`, exported],
      timeoutMs: Timeout * 1000,
      environment: resolve(Environment.Variables),
      statements: statementsOf(Role['Fn::GetAtt'][0]),
      sources,
      destinations: [...sources, ...allConfigs.filter(isItsOwn)].flatMap(
        ({ DestinationConfig }) => DestinationConfig?.OnFailure.Destination ?? [],
      ),
    };
    return [one.key, one] as const;
  });
  return new Map(functions);
}
