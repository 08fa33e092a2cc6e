import { TRANSPORT } from '../../support/api/client.ts';
import type { Answer, Exchange } from './exchange.ts';

/** Writes the exchanges of a script as JSON, in which the same chance value is the same placeholder. */
export function recordingOf(exchanges: Exchange[]): string {
  const mask = masking();
  const recorded = exchanges.map(({ request, answer, hidesBody }) => {
    const { status, text } = answer;
    return {
      request: mask(request),
      status,
      headers: Object.fromEntries(headersOf(answer, hidesBody).map(([name, value]) => [name, mask(value)])),
      ...(text && { body: hidesBody ? '<not recorded>' : bodyOf(mask(text)) }),
    };
  });
  return `${JSON.stringify(recorded, null, 2)}\n`;
}

/** The length of a body stays in, since what is replaced in one is always as long. */
const headersOf = ({ headers }: Answer, hidesBody: boolean): Answer['headers'] => {
  const leftOut = TRANSPORT.filter(name => hidesBody || name !== 'content-length');
  return headers
    .filter(([name]) => !leftOut.includes(name.toLowerCase()))
    .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
};

/** JSON is kept as such where it says every byte of the text. Other text of several lines becomes a list of these. */
function bodyOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (JSON.stringify(value) === text) return value;
  } catch {}
  const lines = text.split(/(?<=\n)/);
  return lines.length > 1 ? lines : text;
}

/** These values differ from run to run. Whole seconds may coincide in one of them, so they are not counted. */
const VALUES: { kind: string; pattern: RegExp; isCounted: boolean }[] = [
  { kind: 'cursor', pattern: /(?<=\bcursor=)[\w-]{20,}/g, isCounted: true },
  {
    kind: 'request',
    pattern: /(?<="requestId":")[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g,
    isCounted: true,
  },
  { kind: 'uuid', pattern: /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, isCounted: true },
  { kind: 'time', pattern: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, isCounted: true },
  { kind: 'hash', pattern: /(?<=docs\/[\w-]+\.)[\da-f]{16}(?=\.\w)/g, isCounted: true },
  { kind: 'second', pattern: /\b\d{8}T\d{6}Z/g, isCounted: false },
  { kind: 'sequence', pattern: /(?<=^SEQUENCE:)\d+/gm, isCounted: false },
];

/** Replaces chance values by placeholders, which are numbered by their first appearance. */
function masking(): (text: string) => string {
  const seen = new Map(VALUES.map(({ kind }) => [kind, new Map<string, number>()]));
  const placeholder = (kind: string, value: string) => {
    const numbers = seen.get(kind) ?? new Map<string, number>();
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    return `<${kind} ${number}>`;
  };
  return text =>
    VALUES.reduce(
      (masked, { kind, pattern, isCounted }) =>
        masked.replaceAll(pattern, value => (isCounted ? placeholder(kind, value) : `<${kind}>`)),
      text,
    );
}
