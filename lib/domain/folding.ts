/** The characters that are written for one sign, and that sign. Unicode has no normalisation for them. */
const SIGNS: [RegExp, string][] = [
  [/[‘’‚‛ʹʻʼʽʾʿˈ′‵´`｀＇‹›׳՚ߴ❛❜]/gu, "'"],
  [/[“”„‟«»″‶＂״〝〞〟ʺˮ❝❞]/gu, '"'],
  [/[\p{Dash_Punctuation}\u2043\u2212\u207b\u208b]/gu, '-'],
];

const withOneSign = (text: string) =>
  SIGNS.reduce((result, [written, sign]) => result.replaceAll(written, sign), text);

/**
 * The same for texts that differ only in case, accents, or the kind of an apostrophe, quote or dash. Some letters have
 * only a small one, some only a capital. Signs come first, for some would be decomposed, and last, for some come of it.
 */
export const folded = (text: string): string =>
  withOneSign(
    withOneSign(text)
      .normalize('NFKD')
      .replaceAll(/\p{Mark}/gu, '')
      .toLowerCase()
      .toUpperCase(),
  );
