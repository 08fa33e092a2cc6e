import { fork } from 'node:child_process';
import { progress } from '../progress.ts';
import { type Outcome, peopleOf, type Sellout } from './sellout.ts';

/**
 * Runs a sell-out in a process of its own, on the engine of this process.
 * @throws Error when that process ends without an outcome
 */
export function runSellout(sellout: Sellout): Promise<Outcome> {
  const { seats, start, way, scale } = sellout;
  const [ofSeats, people] = [seats, peopleOf(sellout)].map(count => count.toLocaleString('en'));
  progress(`${people} people, ${ofSeats} seats, ${start} instances, ${way}, scale ${scale} …`);
  const child = fork(new URL('runProcess.ts', import.meta.url), [JSON.stringify(sellout)], {
    execArgv: ['--import', new URL('scaleBlocks.ts', import.meta.url).href],
  });
  return new Promise((resolve, reject) => {
    child.once('message', outcome => resolve(outcome as Outcome));
    child.once('exit', (code, signal) =>
      reject(new Error(`A run ended without an outcome, with the code or signal ${code ?? signal}.`)),
    );
  });
}
