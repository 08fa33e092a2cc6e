import { cursorOf } from '../pages.ts';
import type { Rule } from './rule.ts';

const ENTRY = '2027-05-01T00:00:00.000Z#0b1f7a52-9f43-4d8e-8a55-0d6f4c2b1a39-1';

/** The text of a cursor of each list. */
const CURSORS = {
  'the events': 'events 2027-05-01#some-event',
  'the users': 'users some-user',
  'the registrations of an event': 'event some-event  1#0000000000000001',
  'the registrations of a user': 'user some-user 2027-05-01#some-event',
  'the history of an event': `event-history some-event ${ENTRY}`,
  'the history of a user': `user-history some-user ${ENTRY}`,
};

/** The texts of cursors that a list must refuse: other lists, the same list of another id, and keys of no list. */
export function cursorsBesides(list: keyof typeof CURSORS): [name: string, text: string][] {
  const own = CURSORS[list];
  const another = own.replace(/ some-\w+ /, ' another ');
  const strange = {
    [`${list}, for another id`]: another,
    [`${list}, with no key`]: own.replace(/ \S+$/, ' ~'),
  };
  const unreal = UNREAL.map(([real, key]): [string, string] => [
    `${list}, at ${key}`,
    own.replace(real, key),
  ]);
  const all = [...Object.entries({ ...CURSORS, ...strange }), ...unreal];
  return all.filter(([, text]) => text !== own);
}

const SEAT = '0#2027-05-01T00:00:00.000Z#some-user';
const TICKET = '1#0000000000000001';

/** Parts of sort keys, each with a text that no sort key has there. */
const UNREAL: [real: string, key: string][] = [
  ...['2027-13-99', '2027-02-29', '0000-05-01', '2027-5-01', '+2027-05-01'].map((day): [string, string] => [
    '2027-05-01',
    day,
  ]),
  ...['T24:00:00.000Z', 'T00:61:00.000Z', 'T00:00:00.0Z', 'T::::::::::.-.-Z'].map(
    (time): [string, string] => ['T00:00:00.000Z', time],
  ),
  ['#some-event', '#'],
  ['#some-event', `#${'x'.repeat(129)}`],
  ['-0d6f4c2b1a39-1', '-0d6f4c2b1a39-4'],
  ['9f43-4d8e', '9f434d8e-'],
  [` ${TICKET}`, ' '],
  [TICKET, '1#9999999999999999'],
  [TICKET, `${TICKET} `],
  [` ${TICKET}`, `${SEAT.replace('05-01', '13-99')} `],
  [` ${TICKET}`, `${SEAT.replace('some-user', '1#9999999999999999')} `],
  [` ${TICKET}`, `${SEAT.replace('some-user', 'a b')} `],
];

/** The ids of the event and of its last person are as long as possible, and the person was promoted. */
export const LONGEST_CURSOR = cursorOf(
  `event ${'e'.repeat(128)} waitlisted checked-in-false ${SEAT.replace('some-user', 'u'.repeat(128))} ${TICKET}`,
);

export const cursor: Rule = {
  inside: [
    ...Object.entries(CURSORS).map(([list, text]): [string, string] => [`one of ${list}`, cursorOf(text)]),
    ['one of an event with the longest id', cursorOf(`event ${'x'.repeat(128)} 0#a`)],
    ['one of a user with every kind of character', cursorOf('user a-_9 2027-05-01#a')],
    ['the longest one', LONGEST_CURSOR],
  ],
  outside: [
    ['nothing', ''],
    ['a letter', 'a'],
    ['text of another kind', cursorOf('things a')],
    ['a list without a sort key', cursorOf('events ')],
    ['an event without an id', cursorOf('event  a')],
    ['a sort key of other characters', cursorOf('users ä')],
    ['longer than any', cursorOf(`users ${'x'.repeat(400)}`)],
    ['without its checksum', Buffer.from('users ab').toString('base64url')],
    ['bytes that are no text', '__79'],
    ['bits left over', cursorOf('users ab').replace(/.$/, 'b')],
    ['padding', `${cursorOf('users ab')}=`],
    ['the signs of plain base64', 'a+/'],
    ['a space', 'a b'],
  ],
};
