import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Step } from './mortal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}.build/mutants`;

/**
 * A change of the source of one file, which takes away a step that carries a guarantee. The tests see what it `shows`,
 * and see it soon when processes die after `diesAfter`.
 */
export type Mutant = {
  name: string;
  file: string;
  from: string;
  to: string;
  shows: RegExp;
  diesAfter?: Step;
};

/**
 * The checks write one of these for a broken rule: a violation that an audit finds, people out of order, too many seats,
 * answers that contradict each other, or somebody of another event. For a process that failed they write none.
 */
const BROKEN_RULE =
  /"rule":|came first|toBeLessThanOrEqual| at the end:|went on waiting|was named|rowsOfOldEvent/;

/** Each of these ways loses a rule, though each looks faster or simpler. */
export const MUTANTS: Mutant[] = [
  {
    name: 'a funnel that is counted before it is fenced',
    file: 'lib/registrations/closeRound.ts',
    from: 'const fence = (funnel: number) => funnels.fence(item.incarnation, funnel, round);',
    to: `const fence = async (funnel: number) => {
      const ref = funnels.ref(item.incarnation, funnel);
      const seen = (await batchGet([ref], { consistent: true }))(ref);
      const fenced = await funnels.fence(item.incarnation, funnel, round);
      const isOpen = funnels.roundOf(seen) === round;
      return fenced.kind === 'fenced' && isOpen ? { ...fenced, cut: seen?.arrivals?.length ?? 0 } : fenced;
    };`,
    shows: /is not in its cuts|COUNTERS_/,
  },
  {
    name: 'an outcome that is told before it is committed',
    file: 'lib/registrations/closeRound.ts',
    from: "const after = fenced.kind === 'fenced' &&",
    to: `const { planRound, peopleIn } = await import('${root}lib/domain/rounds.ts');
    if (fenced.kind === 'fenced') {
      const { cuts } = fenced;
      const { lastSeatHold, lastTicket, waitlistCount, status, capacity, date, lanes } = item;
      const before = { lastSeatHold, lastTicket, waitlistCount, status, capacity, date, lanes };
      await roundOutcomes.publish({ incarnation, round, cuts, ...planRound(peopleIn({ cuts }), item), ...before });
    }
    const after = fenced.kind === 'fenced' &&`,
    shows: BROKEN_RULE,
  },
  {
    name: 'an outcome that is overwritten before it is published',
    file: 'lib/registrations/closeRound.ts',
    from: 'before && ensurePublished(before)',
    to: 'before',
    shows: /was committed, and never published/,
    diesAfter: 'commit',
  },
  {
    name: 'tickets that a process takes in advance, for people who come later',
    file: 'lib/registrations/registerByRound.ts',
    from: 'const { eventId, incarnation } = event;',
    to: `const { eventId, incarnation } = event;
    // The memory of one process is the module.
    const leases = (acquireHold as any).leases ??= new Map();
    const inAdvance = leases.get(incarnation)?.shift();
    if (inAdvance) return inAdvance;
    if (token.length === 4) {
      const more = await acquireHold(event, funnel, token + ' in advance').catch(() => undefined);
      leases.set(incarnation, more?.hold.kind === 'queue' ? [more] : []);
    }`,
    shows: /who came first/,
  },
];

const absolute = (source: string, file: string) =>
  source.replace(/from '(\.[^']+)'/g, (_, path) => `from '${join(root, dirname(file), path)}'`);

type Mocks = {
  unstable_mockModule: (path: string, load: () => Promise<unknown>) => void;
  unstable_unmockModule: (path: string) => void;
};

/** Puts a mutant in the place of its file, for all processes that are loaded from now on, while `work` runs. */
export async function withMutant<Result>(
  { name, file, from, to }: Mutant,
  work: () => Promise<Result>,
): Promise<Result> {
  // The types of Jest lack this function.
  const mocks = import.meta.jest as unknown as Mocks;
  const source = await readFile(`${root}${file}`, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} has no single place for ${name}`);
  const copy = `${folder}/${name.replaceAll(' ', '-')}.ts`;
  await mkdir(folder, { recursive: true });
  await writeFile(copy, absolute(source.replace(from, to), file));
  mocks.unstable_mockModule(`${root}${file}`, () => import(copy));
  try {
    return await work();
  } finally {
    mocks.unstable_unmockModule(`${root}${file}`);
  }
}
