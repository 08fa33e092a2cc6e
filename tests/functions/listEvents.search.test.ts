import { handler } from '../../functions/listEvents.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { updateEvent } from '../support/api/operations.ts';
import { anEvent } from '../support/records/records.ts';

type Query = Record<string, string | string[]>;
const listEvents = (query: Query = {}) => invoke(handler, { query, rawPath: '/events' });
const idsIn = ({ body }: Answer): string[] => body.map(({ eventId }: { eventId: string }) => eventId);

/** Each test has a year of its own, so that tests do not see one another's events. */
const inYear = (year: number) => ({ from: `${year}-01-01`, to: `${year}-12-31` });

const found = async (query: Query) => idsIn(await listEvents(query));

describe('organizer', () => {
  test('finds the events of exactly this one', async () => {
    const [first, second] = await Promise.all(
      ['Ada & Söhne', 'Ada & Söhne', 'ada & söhne', 'Ada'].map((organizer, n) =>
        anEvent({ organizer, date: `2100-01-0${n + 1}` }),
      ),
    );
    expect(await found({ ...inYear(2100), organizer: 'Ada & Söhne' })).toEqual([first, second]);
    expect(await found({ ...inYear(2100), organizer: 'Ada & S' })).toEqual([]);
  });

  test.each(['NFC', 'NFD', 'NFKC', 'NFKD'])(
    'finds a name that was written in %s however it is asked for',
    async form => {
      const organizer = 'Café ﬁn'.normalize(form);
      const eventId = await anEvent({ organizer, date: '2124-01-01' });
      for (const asked of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
        expect(await found({ ...inYear(2124), organizer: organizer.normalize(asked) })).toContain(eventId);
      }
      expect(await found({ ...inYear(2124), organizer: 'Cafe fin' })).toEqual([]);
      expect(await found({ ...inYear(2124), organizer: 'café fin' })).toEqual([]);
    },
  );

  test('does not find events that have another organizer now', async () => {
    const eventId = await anEvent({ organizer: 'Before', date: '2101-01-01' });
    await updateEvent(eventId, { organizer: 'After' });
    expect(await found({ ...inYear(2101), organizer: 'Before' })).toEqual([]);
    expect(await found({ ...inYear(2101), organizer: 'After' })).toEqual([eventId]);
  });
});

describe('q', () => {
  test('finds events with all the words, in any of their texts', async () => {
    const fields = { title: 'TypeScript evening', description: 'Talks and pizza.', location: 'Town hall' };
    const eventId = await anEvent({ ...fields, organizer: 'Nobody', date: '2102-01-01' });
    const isFound = async (q: string) => (await found({ ...inYear(2102), q })).includes(eventId);
    for (const q of ['typescript', 'PIZZA', 'hall  evening', ' talks ', 'ype izz own', 'and pizza.']) {
      expect([q, await isFound(q)]).toEqual([q, true]);
    }
    for (const q of ['javascript', 'pizza beer', 'nobody', '2102', 'evening.Talks', 'pizza.Town']) {
      expect([q, await isFound(q)]).toEqual([q, false]);
    }
  });

  test.each(['\u0301', '\u0345', '\u0301 \u0300'])('finds nothing by accents alone: %j', async q => {
    await anEvent({ title: 'Café', date: '2190-01-01' });
    expect(await found({ ...inYear(2190), q })).toEqual([]);
  });

  test.each([
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδός', 'ΟΔΌΣ'],
    ['Café', 'cafe\u0301'],
    ['Café', 'cafe'],
    ['Cafe', 'CAFÉ'],
    ['İstanbul', 'istanbul'],
    ['Istanbul', 'İSTANBUL'],
    ['ışık', 'ISIK'],
    ['Don’t', "don't"],
    ["Rock 'n' Roll", 'rock ‘n’ roll'],
    ['A–Z', 'a-z'],
    ['a-z', 'A−Z'],
    ['“Ulysses”, read', '"ulysses"'],
    ['"Ulysses"', '«ulysses»'],
    ['Αθήνα', 'ΑΘΗΝΑΣ'.slice(0, -1)],
    ['Việt Nam', 'viet nam'],
    ['ﬁnale', 'FINALE'],
    ['ＴＹＰＥ', 'type'],
    ['Ärger', 'ärger'],
    ['🎉 party', '🎉'],
    ['100%_*', '%_*'],
  ])('finds %s by %s', async (title, q) => {
    const eventId = await anEvent({ title, date: '2103-01-01' });
    expect(await found({ ...inYear(2103), q })).toContain(eventId);
  });
});

describe('several q', () => {
  test('are all searched for, each in any text, like one q with all their words', async () => {
    const fields = { title: 'TypeScript evening', description: 'Talks and pizza.', location: 'Town hall' };
    const eventId = await anEvent({ ...fields, date: '2122-01-01' });
    const isFound = async (...q: string[]) => (await found({ ...inYear(2122), q })).includes(eventId);
    for (const q of [
      ['pizza', 'hall'],
      ['town evening', 'talks'],
      ['pizza', 'pizza'],
    ]) {
      expect([q, await isFound(...q)]).toEqual([q, true]);
    }
    for (const q of [
      ['pizza', 'beer'],
      ['beer', 'pizza'],
      ['evening', 'town beer'],
    ]) {
      expect([q, await isFound(...q)]).toEqual([q, false]);
    }
  });
});
