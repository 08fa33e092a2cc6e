import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { STORY, storyRequest } from '../../tests/support/api/requestStory.ts';
import { progress } from '../progress.ts';
import { ensureStatus } from './fleet.ts';
import { type ColdStart, type Launch, startCold } from './instance.ts';
import { type Budget, inRounds, rotated } from './rounds.ts';
import type { LaunchOf } from './systems.ts';

/** How functions are packaged: as they are now, and as they were before, with the names kept. */
export const PACKAGINGS = ['now', 'earlier'] as const;
export type Packaging = (typeof PACKAGINGS)[number];

/** What was measured of a function, a sample for each round. */
export type FunctionStarts = { name: string; starts: Record<Packaging, ColdStart[]> };

/** These ids of the story are made new for each run of it, since no id can be used again at once. */
const IDS = /(?<=")(launch-party|ada)(?=\\?")/g;

async function storyEvents(suffix: string): Promise<Map<string, APIGatewayProxyEventV2>> {
  const events = Object.keys(STORY).map(async name => {
    const text = await storyRequest(name);
    return [name, JSON.parse(text.replaceAll(IDS, `$1-${suffix}`))] as const;
  });
  return new Map(await Promise.all(events));
}

/** Leaves out what a function does after its import to be ready for its first request. */
const importAlone = ({ env, ...launch }: Launch): Launch => {
  const { AWS_LAMBDA_INITIALIZATION_TYPE, ...rest } = env;
  return { ...launch, env: rest };
};

/**
 * Measures each function with a route in a fresh process, in both packagings. The functions tell a story, in which each
 * of them finds what it needs.
 */
export async function measureFunctions(
  launches: Record<Packaging, LaunchOf>,
  budget: Budget,
): Promise<FunctionStarts[]> {
  const functions = Object.entries(STORY).map(([name, status]) => {
    const starts: FunctionStarts['starts'] = { now: [], earlier: [] };
    return { name, status, starts };
  });
  const tell = async (suffix: string, round: number, isMeasured: boolean) => {
    const stories = {
      now: await storyEvents(`now-${suffix}`),
      earlier: await storyEvents(`earlier-${suffix}`),
    };
    for (const { name, status, starts } of functions) {
      for (const packaging of rotated(PACKAGINGS, round)) {
        const event = stories[packaging].get(name) as APIGatewayProxyEventV2;
        const { answers, ...start } = await startCold(importAlone(launches[packaging](name)), [event]);
        ensureStatus(answers, status, name);
        if (isMeasured) starts[packaging].push(start);
      }
    }
  };
  if (budget.rounds > 1) {
    // The files of a first start are read from the disk.
    progress('  functions: a first start of each …');
    await tell('first', 0, false);
  }
  await inRounds('functions', budget, round => tell(String(round), round, true));
  return functions.map(({ name, starts }) => ({ name, starts }));
}
