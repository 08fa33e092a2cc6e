import { until } from '../../support/servers/processes.ts';
import { type Answer, type Exchange, exchange, headerOf } from './exchange.ts';
import type { Step } from './script.ts';

/** A step may take these over from answers before it. */
type Heard = Record<string, string>;

/** Plays the steps one after the other, and returns what was asked and answered. */
export async function play(script: Step[], heard: Heard = {}): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const step of script) exchanges.push(await playStep(step, heard));
  return exchanges;
}

async function playStep(step: Step, heard: Heard): Promise<Exchange> {
  const { prelude = [], until: isSettled = () => true } = step;
  let last: Exchange | undefined;
  await until(async () => {
    await play(prelude, heard);
    last = await exchange(step, text => filled(text, heard));
    return isSettled(last.answer);
  });
  if (!last) throw new Error(`Nothing was answered to ${step.ask}`);
  Object.assign(heard, heardIn(last.answer));
  return last;
}

const filled = (text: string, heard: Heard): string =>
  text.replaceAll(/\{(link|etag|id)\}/g, (_whole, name: string) => {
    const value = heard[name];
    if (value === undefined) throw new Error(`No answer before this one has told of {${name}}: ${text}`);
    return value;
  });

function heardIn(answer: Answer): Heard {
  const link = /^<([^<>]+)>; rel="next"$/.exec(headerOf(answer, 'link') ?? '')?.[1];
  const etag = headerOf(answer, 'etag');
  const id = /[^/]+$/.exec(headerOf(answer, 'location') ?? '')?.[0];
  return { ...(link && { link }), ...(etag && { etag }), ...(id && { id }) };
}
