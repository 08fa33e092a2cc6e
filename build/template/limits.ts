import { capitalised, ofType, type Resources } from './resources.ts';

/** A parameter that a command sets is a text. */
type Parameter = number | string | null;
type Throttle = { rate: Parameter; burst: Parameter };

/** `custom.limits` of serverless.yml. */
export type Limits = {
  request: Throttle;
  list: Throttle;
  /** The functions whose routes are throttled as lists. */
  lists: string[];
  consumerConcurrency: Parameter;
  tables: Record<string, { maxReads: Parameter; maxWrites: Parameter }>;
};

/**
 * Puts the limits into the template. A limit that is not set leaves no trace.
 * @throws Error whose sentence names the parameter that is no whole number
 */
export function setLimits(resources: Resources, limits: Limits): void {
  throttleRoutes(resources, limits);
  reserveConcurrency(resources, whole('consumerConcurrency', limits.consumerConcurrency));
  capTables(resources, limits.tables);
}

function throttleRoutes(resources: Resources, { request, list, lists }: Limits): void {
  const { HttpApiStage: stage } = resources;
  if (!stage) return;
  const { Properties } = stage;
  const defaults = { ...Properties.DefaultRouteSettings, ...throttle('request', request) };
  // The settings of a route replace the default ones as a whole.
  const ofLists = { ...defaults, ...throttle('list', list) };
  const integrations = lists.map(key => `HttpApiIntegration${capitalised(key)}`);
  const routes = Object.entries(resources).filter(
    ([, { Type, Properties: route }]) =>
      Type === 'AWS::ApiGatewayV2::Route' && integrations.includes(route.Target['Fn::Join'][1][1].Ref),
  );
  Properties.DefaultRouteSettings = defaults;
  Properties.RouteSettings = Object.fromEntries(
    routes.map(([, { Properties: route }]) => [route.RouteKey, ofLists]),
  );
  // API Gateway refuses settings of a route that it does not have yet.
  stage.DependsOn = [...[stage.DependsOn ?? []].flat(), ...routes.map(([id]) => id)];
}

const throttle = (kind: string, { rate, burst }: Throttle) => ({
  ThrottlingRateLimit: whole(`${kind}Rate`, rate),
  ThrottlingBurstLimit: whole(`${kind}Burst`, burst),
});

/** A consumer then has so many processes for itself, and no more. */
function reserveConcurrency(resources: Resources, concurrency: number | undefined): void {
  if (concurrency === undefined) return;
  for (const { Properties } of ofType(resources, 'AWS::Lambda::EventSourceMapping')) {
    // With provisioned concurrency this is an alias, which has the id of its function in it.
    const [id = ''] = /\w+LambdaFunction/.exec(JSON.stringify(Properties.FunctionName)) ?? [];
    const consumer = resources[id];
    if (consumer) consumer.Properties.ReservedConcurrentExecutions = concurrency;
  }
}

/** An index has a cap of its own, and would otherwise be read without one. */
function capTables(resources: Resources, tables: Limits['tables']): void {
  for (const [key, { maxReads, maxWrites }] of Object.entries(tables)) {
    const caps = Object.entries({
      MaxReadRequestUnits: whole(`${key}MaxReads`, maxReads),
      MaxWriteRequestUnits: whole(`${key}MaxWrites`, maxWrites),
    }).filter(([, units]) => units !== undefined);
    const table = resources[`${capitalised(key)}Table`];
    if (!table || caps.length === 0) continue;
    for (const capped of [table.Properties, ...(table.Properties.GlobalSecondaryIndexes ?? [])]) {
      capped.OnDemandThroughput = Object.fromEntries(caps);
    }
  }
}

function whole(name: string, parameter: Parameter): number | undefined {
  if (parameter === null) return undefined;
  const value = Number(parameter);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`Set the parameter ${name} to a whole number above 0. It is ${JSON.stringify(parameter)}.`);
}
