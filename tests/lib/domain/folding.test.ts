import { folded } from '../../../lib/domain/folding.ts';

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'];

/** Every character that Unicode assigns, without surrogates. */
function* characters() {
  for (let point = 0; point <= 0x10ffff; point += 1) {
    const character = String.fromCodePoint(point);
    if (!/[\p{Cn}\p{Co}\p{Cs}]/u.test(character)) yield character;
  }
}

/**
 * An iota below is a mark in small letters and a letter in capitals. An acute alone is an apostrophe to people and a
 * space with a mark to Unicode. Two primes are a quote to people and two characters to Unicode.
 */
const isAmbiguous = (character: string) =>
  /[\u0345\u00b4]| \u0301|[\u2032\u2035]{2}/.test(character.normalize('NFKD'));

test('a character, its folding, its cases and its normalisations are all folded to the same text', () => {
  const wrong: string[] = [];
  for (const character of characters()) {
    if (isAmbiguous(character)) continue;
    const once = folded(character);
    const cases = [character.toLowerCase(), character.toUpperCase()];
    const forms = FORMS.map(form => character.normalize(form));
    const variants = new Set([once, ...cases, ...forms]);
    variants.delete(character);
    if ([...variants].some(variant => folded(variant) !== once)) {
      wrong.push(character.codePointAt(0)?.toString(16) ?? '');
    }
  }
  expect(wrong).toEqual([]);
});

test.each([
  ['apostrophe', "’‘ʼʻ′＇`´'՚ߴ❛❜ˈ"],
  ['quote', '“”„«»″"'],
  ['dash', '‐‑‒–—―−－-'],
])('every kind of %s is the same', (_name, kinds) => {
  expect(new Set([...kinds].map(kind => folded(`a${kind}b`))).size).toBe(1);
});

test.each([
  ['Straße', 'STRASSE'],
  ['ﬁn', 'FIN'],
  ['Ὀδυσσεύς', 'ΟΔΥΣΣΕΥΣ'],
  ['İıIi', 'IIII'],
  ['Ångström', 'ANGSTROM'],
])('%s is folded to %s', (text, expected) => {
  expect(folded(text)).toBe(expected);
});

test('letters that differ stay different', () => {
  expect(folded('ø')).not.toBe(folded('o'));
  expect(folded("don't")).not.toBe(folded('dont'));
  expect(folded('a–z')).not.toBe(folded('a z'));
});
