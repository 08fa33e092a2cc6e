import { type ParseArgsConfig, parseArgs } from 'node:util';
import { LocalError } from '../../local/localError.ts';

const MAX_PEOPLE = 50_000;
const MAX_SECONDS = 3600;
const MAX_CONCURRENCY = 2000;

export const HELP = `Lets a crowd register at one event of a service that is running, and checks what it did.

  npm run bench:load -- --url https://abc123.execute-api.eu-central-1.amazonaws.com/prod

It makes an event with a waitlist, and its people. They register at random times, each of them once. Then it reads the
event and the list of its registrations, and removes what it made. Ctrl-C ends it early, and removes that too.
Everything is real: use a stage of your own, and expect its cost.

  --url URL            where the service is, with its stage; it has no default
  --people N           how many people come, 1 to ${MAX_PEOPLE} (200)
  --seats N            how many seats the event has, 1 to 100000 (half as many as people)
  --over SECONDS       the time within which they come, 0 to ${MAX_SECONDS} (6)
  --concurrency N      how many requests are under way at most, 1 to ${MAX_CONCURRENCY} (200)
  --header 'NAME: VALUE'  a header of every request, such as authorization; it may be given several times
  --keep               leave the event and the people there
  --help               show this`;

const OPTIONS = {
  url: { type: 'string' },
  people: { type: 'string', default: '200' },
  seats: { type: 'string' },
  over: { type: 'string', default: '6' },
  concurrency: { type: 'string', default: '200' },
  header: { type: 'string', multiple: true, default: [] as string[] },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options'];

/** What a drop is, and where. Its URL ends with a slash. */
export type Load = {
  kind: 'load';
  url: string;
  people: number;
  seats: number;
  overMs: number;
  concurrency: number;
  headers: Record<string, string>;
  isKept: boolean;
};

/**
 * Reads the options of a command.
 * @throws LocalError when one of them is missing or wrong
 */
export function loadOptions(args: string[]): Load | { kind: 'help' } {
  const options = parse(args);
  if (options.help) return { kind: 'help' };
  const people = numberOf('--people', options.people, 1, MAX_PEOPLE);
  return {
    kind: 'load',
    url: urlOf(options.url),
    people,
    seats: numberOf('--seats', options.seats ?? String(Math.ceil(people / 2)), 1, 100_000),
    overMs: 1000 * numberOf('--over', options.over, 0, MAX_SECONDS),
    concurrency: numberOf('--concurrency', options.concurrency, 1, MAX_CONCURRENCY),
    headers: Object.fromEntries(options.header.map(headerOf)),
    isKept: options.keep,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new LocalError((error as Error).message);
  }
}

function urlOf(url: string | undefined): string {
  if (!url) throw new LocalError('--url must name the service that the crowd comes to. There is no default.');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new LocalError(`--url must be an address such as http://localhost:3000, and not "${url}".`);
  }
  return url.endsWith('/') ? url : `${url}/`;
}

function numberOf(option: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  throw new LocalError(`${option} must be a whole number from ${min} to ${max}, and not "${text}".`);
}

function headerOf(text: string): [name: string, value: string] {
  const [, name, value] = /^([\w-]+):\s*(.+)$/.exec(text) ?? [];
  if (name && value) return [name, value];
  throw new LocalError(`--header must be a name and a value, such as "authorization: Bearer abc".`);
}
