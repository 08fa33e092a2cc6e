import { makeEvent, read, type Step } from '../script.ts';

const event = '/events/routing';
const user = '/users/routing';
const registration = `${event}/registrations/routing`;

const paths = [
  '/',
  '/health',
  '/openapi.json',
  '/docs',
  '/docs/swagger-ui.css',
  '/events',
  event,
  '/users',
  user,
  `${event}/registrations`,
  `${event}/register`,
  registration,
  `${event}/register/routing`,
  `${registration}/check-in`,
  `${user}/registrations`,
  `${event}/history`,
  `${user}/history`,
  `${event}/calendar.ics`,
  `${user}/calendar.ics`,
];

const preflight = (headers: Record<string, string>) => ({
  Origin: 'https://app.example',
  'Access-Control-Request-Method': 'PUT',
  ...headers,
});

const asking = (headers: string) => preflight({ 'Access-Control-Request-Headers': headers });

/** Asks which path and method is which route, and what pages of other origins may do. */
export const routing: Step[] = [
  ...paths.map(path => ({ ask: `PATCH ${path}` })),
  { ask: `HEAD ${registration}` },
  { ask: `GET ${registration}` },
  { ask: 'PUT /events', body: {} },
  { ask: 'DELETE /users' },
  { ask: 'POST /health', body: {} },
  ...read('/nowhere'),
  { ask: 'BREW /nowhere' },
  { ask: 'POST /nowhere', body: {} },
  { ask: `GET ${event}/nowhere` },
  { ask: 'GET /events//history' },

  ...paths.slice(1).map(path => ({ ask: `GET ${path}/?limit=1&q=a%20b` })),
  { ask: `HEAD ${event}/` },
  { ask: `DELETE ${event}/` },
  { ...makeEvent('routing'), ask: 'POST /events/' },
  { ask: 'PATCH /events/' },
  { ask: 'GET /events/a%20b/' },
  { ask: 'GET /events/Jos%C3%A9/?q=%C3%A9' },
  { ask: 'GET /nowhere/' },
  { ask: 'GET //' },
  { ask: 'GET /events//' },
  { ask: 'GET //evil.example/' },

  ...[...paths, '/events/', '/nowhere'].map(path => ({ ask: `OPTIONS ${path}`, headers: preflight({}) })),
  { ask: 'OPTIONS /events' },
  { ask: 'OPTIONS /events', headers: asking('authorization,content-type, x-requested-with') },
  { ask: 'OPTIONS /events/', headers: asking('baggage') },
  { ask: 'OPTIONS /nowhere', headers: asking('baggage') },
  { ask: 'OPTIONS /events', headers: asking('not a name') },
  { ask: 'OPTIONS /events', headers: asking('x'.repeat(8193)) },

  { ask: `DELETE ${event}/registrations/..` },
  { ask: `DELETE ${event}/registrations/%2e%2E` },
  { ask: 'GET /events', headers: { Host: 'a/b' } },
  { ask: 'GET /events?q=Jos%E9' },
  { ask: 'GET /nowhere?q=%ff' },
  { ask: 'GET /events/Jos%E9' },
  { ask: 'GET /events/a%20b' },
  { ask: `GET /events/${'x'.repeat(129)}` },
];
