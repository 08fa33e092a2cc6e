import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { withServer } from '../../simulator/faultyDatabase.ts';
import { ofType, type Packaged } from './packaging.ts';

type Route = { key: string; routeKey: string; method: string; path: RegExp };
type Answer = { statusCode: number; headers?: Record<string, string>; body?: string };

/** Calls a function of the template by its key. */
type Call = (key: string, event: object) => Promise<unknown>;

/** The routes of a template. Each of them leads to one function. */
function routesOf(resources: Packaged['resources']): Route[] {
  return ofType(resources, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const { RouteKey: routeKey, Target } = Properties;
    const [, { Ref: integration }] = Target['Fn::Join'][1];
    const uri = JSON.stringify(resources[integration]?.Properties.IntegrationUri);
    const [, id = ''] = /"(\w+)LambdaFunction"/.exec(uri) ?? [];
    const [method = '', path = ''] = routeKey.split(' ');
    const pattern = path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    return {
      key: id.charAt(0).toLowerCase() + id.slice(1),
      routeKey,
      method,
      path: new RegExp(`^${pattern}$`),
    };
  });
}

const routeOf = (routes: Route[], method: string, path: string): Route | undefined =>
  routes.find(one => one.method === method && one.path.test(path)) ??
  routes.find(({ routeKey }) => routeKey === '$default');

/** Runs `work` with the address of a gateway that has the routes of a template. */
export function withGateway<Result>(
  resources: Packaged['resources'],
  call: Call,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const routes = routesOf(resources);
  const listener: RequestListener = async (request, response) => {
    const { method = '', url = '', headers } = request;
    const [rawPath = '', rawQueryString = ''] = url.split('?');
    const route = routeOf(routes, method, rawPath);
    const found = route?.path.exec(rawPath)?.groups ?? {};
    const body = await text(request);
    const event = {
      version: '2.0',
      ...{ routeKey: route?.routeKey, rawPath, rawQueryString, headers, isBase64Encoded: false },
      ...(Object.keys(found).length > 0 && { pathParameters: found }),
      ...(rawQueryString && {
        queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
      }),
      ...(body && { body }),
      requestContext: { http: { method, path: rawPath }, requestId: randomUUID() },
    };
    const answer = (await call(String(route?.key), event).catch(broken)) as Answer;
    response.writeHead(answer.statusCode, answer.headers).end(answer.body);
  };
  return withServer(listener, work);
}

/** The gateway's own answer when a function fails. */
const broken = (error: Error): Answer => ({
  statusCode: 500,
  body: JSON.stringify({ message: error.message }),
});
