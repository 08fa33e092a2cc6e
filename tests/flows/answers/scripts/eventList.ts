import { makeEvent, read, reads, type Step, update } from '../script.ts';

const organizer = 'José & Söhne? 50%';

const make = (letter: string, day: string, fields: object = {}): Step =>
  makeEvent(`list-${letter}`, { organizer, date: `4322-0${day}`, ...fields });

const list = (query: Record<string, string>, ...more: string[]) =>
  `/events?${[new URLSearchParams({ from: '4322-01-01', to: '4322-12-31', ...query }), ...more].join('&')}`;

/** Follows the link of the page before. */
const next: Step = { ask: 'GET /events{link}' };

/** Lists events by date and in pages, and finds them by what is in them. */
export const eventList: Step[] = [
  make('e', '5-01', { title: 'Café crème', capacity: 1 }),
  make('b', '5-01', { location: 'O’Brien’s “Pub”', status: 'completed' }),
  make('d', '3-01', { description: 'Straße\nof talks', status: 'cancelled' }),
  make('a', '7-01', { title: 'Jazz – live', hasWaitlist: true }),
  make('c', '6-01', { organizer: 'Somebody else' }),

  ...read(list({})),
  ...read(list({ limit: '2' })),
  next,
  next,
  ...reads(list({ sort: '-date', limit: '3' })),
  next,
  ...reads(
    list({ sort: 'date' }),
    list({ status: 'active' }),
    list({ status: 'cancelled' }),
    list({ status: 'completed' }),
    '/events?from=4322-05-01&to=4322-05-01',
    '/events?from=4322-06-01&to=4322-05-01',
  ),
  ...reads(list({ status: 'active', limit: '1', sort: '-date' })),
  next,
  next,

  ...reads(
    list({ organizer }),
    list({ organizer: organizer.normalize('NFD') }),
    list({ organizer: organizer.toLowerCase() }),
    list({ q: 'CAFE' }),
    list({ q: "o'brien's" }),
    list({ q: '"pub"' }),
    list({ q: 'strasse TALKS' }),
    list({ q: 'jazz - live' }),
    list({ q: 'evening' }, 'q=pizza'),
    list({ q: 'nothing like it' }),
  ),
  ...reads(list({ organizer, q: 'hall', limit: '1' })),
  next,
  next,
  ...reads('/events?q=100%&from=4322-01-01&to=4322-12-31'),

  update('list-c', { date: '4322-02-01', status: 'cancelled' }),
  { ask: 'DELETE /events/list-e' },
  ...reads(list({}), list({ status: 'cancelled' })),
  ...read('/events?limit=1', { hidesBody: true }),
  { ask: 'GET /events{link}', hidesBody: true },

  ...read('/events?limit=0'),
  ...reads(
    '/events?limit=101',
    '/events?limit=ten',
    '/events?limit=',
    '/events?limit=1&limit=2',
    '/events?cursor=',
    '/events?cursor=x',
    '/events?cursor=a%20b',
    '/events?status=open&from=2027-02-29&to=tomorrow&sort=title&unknown=1',
    '/events?from=0000-01-01',
    '/events?organizer=%20&q=%20',
    `/events?organizer=${'x'.repeat(201)}`,
    `/events?${Array(11).fill('q=a').join('&')}`,
    '/events?sort=date&sort=date&from=4322-01-01&from=4322-01-01',
    '/events?__proto__=1&a%2Fb~=2',
    list({ limit: '2' }),
    '/events{link}&status=active',
  ),
];
