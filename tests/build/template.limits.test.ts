import { type Limits, setLimits } from '../../build/template/limits.ts';

const throttle = { rate: 10, burst: '20' };

const limits = (own: Partial<Limits> = {}): Limits => ({
  request: throttle,
  list: throttle,
  lists: [],
  consumerConcurrency: null,
  tables: {},
  ...own,
});

const stage = () => ({ HttpApiStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: {} } });

test('a text with a whole number is a number in the template', () => {
  const resources = stage();
  setLimits(resources, limits());
  expect(resources.HttpApiStage.Properties).toMatchObject({
    DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
  });
});

test.each([
  ['requestRate', 'many', { request: { rate: 'many', burst: 1 } }],
  ['requestBurst', 0, { request: { rate: 1, burst: 0 } }],
  ['listRate', '-1', { list: { rate: '-1', burst: 1 } }],
  ['listBurst', 1.5, { list: { rate: 1, burst: 1.5 } }],
  ['consumerConcurrency', '', { consumerConcurrency: '' }],
  ['seatsMaxReads', 'x', { tables: { seats: { maxReads: 'x', maxWrites: null } } }],
  ['seatsMaxWrites', '1e999', { tables: { seats: { maxReads: null, maxWrites: '1e999' } } }],
])('%s may not be %j', (name, value, own) => {
  expect(() => setLimits(stage(), limits(own))).toThrow(
    `Set the parameter ${name} to a whole number above 0. It is ${JSON.stringify(value)}.`,
  );
});
