import { cursorOf } from './pages.ts';

/** Values just inside and just outside a rule, with what the service makes of those inside when that differs. */
export type Rule = {
  inside: [name: string, value: unknown, taken?: unknown][];
  outside: [name: string, value: unknown][];
};

const EMOJI = '🎉';
const wrongTypes: Rule['outside'] = [
  ['null', null],
  ['an array', ['a']],
  ['an object', { a: 'a' }],
];

const idTexts: Pick<Rule, 'inside'> & { outside: [string, string][] } = {
  inside: [
    ['one character', 'a'],
    ['128 characters', 'x'.repeat(128)],
    ['every character', 'ABCXYZabcxyz0123456789_-'],
    ['only signs', '-_'],
    ['a UUID', '0b1f7a52-9f43-4d8e-8a55-0d6f4c2b1a39'],
  ],
  outside: [
    ['nothing', ''],
    ['129 characters', 'x'.repeat(129)],
    ...[' ', '.', '/', '\\', '#', '%', ':', '+', '@', '~', '\n', '\u0000', 'é', 'ａ', '٣', EMOJI].map(
      (character): [string, string] => [`the character ${JSON.stringify(character)}`, `a${character}`],
    ),
  ],
};

export const idInPath: Rule = idTexts;
export const idInBody: Rule = {
  inside: idTexts.inside,
  outside: [...idTexts.outside, ['a number', 5], ['a boolean', true], ...wrongTypes],
};

/** One of each kind: blanks, control characters, what Unicode calls default-ignorable. */
const INVISIBLE = [
  ...['\u2800', '\u3164', '\u115f', '\u1160', '\uffa0'],
  ...['\u0000', '\u001b', '\u007f', '\u009f'],
  ...['\u00ad', '\u034f', '\u061c', '\u17b4', '\u180e', '\u200b', '\u200f', '\u202e', '\u2060', '\u2064'],
  ...['\ufe0f', '\ufff0', '\u{1bca0}', '\u{1d173}', '\u{e0001}', '\u{e0100}'],
];
const escaped = (character: string) => `U+${character.codePointAt(0)?.toString(16)}`;

export const text = (most: number): Rule => ({
  inside: [
    ['one character', 'a'],
    [`${most} characters`, 'x'.repeat(most)],
    [`${most} emoji`, EMOJI.repeat(most)],
    ['white space around a word', ' \n a \t'],
    ['a word behind white space of every kind', '\u00a0\u2003\ufeffa'],
    ['a word among what is invisible', '\u200b\u2060a\u00ad\u2800\u0000'],
    ['emoji that are joined', '👩\u200d🚀\ufe0f'],
    ['a combining mark', '\u0301'],
  ],
  outside: [
    ['nothing', ''],
    [`${most + 1} characters`, 'x'.repeat(most + 1)],
    [`${most + 1} emoji`, EMOJI.repeat(most + 1)],
    ['only a space', ' '],
    ['only white space of every kind', '\t\r\n\u0085\u00a0\u2003\u2028\ufeff'],
    ['only what is invisible of every kind', INVISIBLE.join('')],
    ...INVISIBLE.map((character): [string, string] => [`only ${escaped(character)}`, character]),
    ['half a surrogate pair', 'a\ud83c'],
    ['the other half', '\udf89a'],
    ['a pair in the wrong order', '\udf89\ud83c'],
    ['a number', 5],
    ['a boolean', true],
    ...wrongTypes,
  ],
});

/** What stands in a URL is text, and no half of a pair: where there was one, or no UTF-8, U+FFFD is read. */
export const textInQuery = (most: number): Rule => {
  const { inside, outside } = text(most);
  const isSent = (value: unknown) => typeof value === 'string' && value.isWellFormed();
  return { inside, outside: outside.filter(([, value]) => isSent(value)) };
};

/** A text that may be given several times is one of several. */
export const textsInQuery = (most: number): Rule => {
  const { inside, outside } = textInQuery(most);
  return {
    inside: [
      ...inside.map(([name, value]): Rule['inside'][number] => [name, value, [value]]),
      ['several', ['a', 'b', 'a']],
      ['ten', Array(10).fill('a')],
    ],
    outside: [...outside, ['a bad one of several', ['a', ' ']], ['eleven', Array(11).fill('a')]],
  };
};

const dateTexts: Pick<Rule, 'inside'> & { outside: [string, string][] } = {
  inside: [
    ['a leap day', '2024-02-29'],
    ['the leap day of a century', '2000-02-29'],
    ['a past day', '1970-01-01'],
    ['the first day', '0001-01-01'],
    ['the last day', '9999-12-31'],
  ],
  outside: [
    ['29 February of a common year', '2023-02-29'],
    ['29 February of a common century', '1900-02-29'],
    ['a month 13', '2024-13-01'],
    ['a month 0', '2024-00-10'],
    ['a day 0', '2024-01-00'],
    ['31 April', '2024-04-31'],
    ['a month of one digit', '2024-1-01'],
    ['no dashes', '20240101'],
    ['another order', '01-02-2024'],
    ['a time', '2024-02-29T00:00:00Z'],
    ['a space before it', ' 2024-02-29'],
    ['a new line behind it', '2024-02-29\n'],
    ['a year of five digits', '12024-01-01'],
    ['a day of the year 0', '0000-01-01'],
    ['the day before the first one', '0000-12-31'],
    ['nothing', ''],
  ],
};

export const dateInQuery: Rule = dateTexts;
export const dateInBody: Rule = {
  inside: dateTexts.inside,
  outside: [...dateTexts.outside, ['a number', 20240229], ...wrongTypes],
};

export const capacity: Rule = {
  inside: [
    ['1', 1],
    ['100000', 100_000],
  ],
  outside: [
    ['0', 0],
    ['-1', -1],
    ['100001', 100_001],
    ['1.5', 1.5],
    ['"5"', '5'],
    ['a boolean', true],
    ...wrongTypes,
  ],
};

export const boolean: Rule = {
  inside: [
    ['true', true],
    ['false', false],
  ],
  outside: [['"true"', 'true'], ['"false"', 'false'], ['nothing', ''], ['0', 0], ['1', 1], ...wrongTypes],
};

const oneOfTexts = (...values: string[]): Pick<Rule, 'inside'> & { outside: [string, string][] } => ({
  inside: values.map(value => [value, value]),
  outside: [
    ['nothing', ''],
    ['another word', 'deleted'],
    ...values.flatMap((value): [string, string][] => [
      [`${value} in capitals`, value.toUpperCase()],
      [`${value} with a space`, `${value} `],
    ]),
  ],
});

export const wordInQuery = (...values: string[]): Rule => oneOfTexts(...values);
export const wordInBody = (...values: string[]): Rule => ({
  inside: oneOfTexts(...values).inside,
  outside: [...oneOfTexts(...values).outside, ['a number', 5], ['a boolean', true], ...wrongTypes],
});

export const limit: Rule = {
  inside: [
    ['1', '1', 1],
    ['100', '100', 100],
  ],
  outside: [
    '0',
    '101',
    'abc',
    '1e1',
    '0x10',
    '05',
    '+5',
    '-5',
    '1.5',
    ' 5',
    '5,6',
    '٣',
    '',
    '9'.repeat(30),
  ].map(value => [JSON.stringify(value), value]),
};

const ENTRY = '2027-05-01T00:00:00.000Z#0b1f7a52-9f43-4d8e-8a55-0d6f4c2b1a39-1';

/** What a cursor of each list says. */
const CURSORS = {
  'the events': 'events 2027-05-01#some-event',
  'the users': 'users some-user',
  'the registrations of an event': 'event some-event  1#0000000000000001',
  'the registrations of a user': 'user some-user 2027-05-01#some-event',
  'the history of an event': `event-history some-event ${ENTRY}`,
  'the history of a user': `user-history some-user ${ENTRY}`,
};

/** What cursors say that this list must refuse: those of other lists, of another one's, and with a key of no list. */
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

/** Parts of sort keys, and what no item sorts by in their stead. */
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

/** An event of the longest id, and its last person, with as long a one, who came from the queue. */
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
