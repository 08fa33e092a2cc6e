import { withoutSecret } from '../../local/requestLog.ts';

test.each([
  ['/users/ada/calendar.ics?token=a-secret', '/users/ada/calendar.ics?token=…'],
  ['/users/ada/calendar.ics?%74oken=a-secret&x=1', '/users/ada/calendar.ics?%74oken=…&x=1'],
  ['/users/ada/calendar.ics?x=1&TOKEN=a-secret?b', '/users/ada/calendar.ics?x=1&TOKEN=…'],
  ['/users/ada/calendar.ics?token[]=a-secret', '/users/ada/calendar.ics?token[]=…'],
])('the line for %s has no secret', (url, printed) => {
  expect(withoutSecret(url)).toBe(printed);
});

test.each(['/events', '/events?limit=1&q=a%20b', '/events?', '/events?q=token', '/'])(
  'the line for %s has all of it',
  url => {
    expect(withoutSecret(url)).toBe(url);
  },
);
