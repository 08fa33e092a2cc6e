/** Each sign can be written as any of these characters, which Unicode does not normalise. */
const SIGNS: [RegExp, string][] = [
  [/[‘’‚‛ʹʻʼʽʾʿˈ′‵´`｀＇‹›׳՚ߴ❛❜]/gu, "'"],
  [/[“”„‟«»″‶＂״〝〞〟ʺˮ❝❞]/gu, '"'],
  [/[\p{Dash_Punctuation}\u2043\u2212\u207b\u208b]/gu, '-'],
];

const withOneSign = (text: string) =>
  SIGNS.reduce((result, [written, sign]) => result.replaceAll(written, sign), text);

/**
 * Returns the same text for texts that differ only in case, accents, or the kind of an apostrophe, quote or dash.
 * Correctness: signs are replaced first, since some of them would decompose, and last, since decomposing makes some.
 * The case changes twice, since some letters exist in only one case.
 */
export const folded = (text: string): string =>
  withOneSign(
    withOneSign(text)
      .normalize('NFKD')
      .replaceAll(/\p{Mark}/gu, '')
      .toLowerCase()
      .toUpperCase(),
  );
