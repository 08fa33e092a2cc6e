import type { Fault, FaultKind } from './faults.ts';
import { withWeather } from './weather.ts';
import { type Client, withClient } from './weatherClient.ts';

/** Runs `work` with a client whose database has these faults. A fault without a probability always happens. */
export const withFaults = <Result>(
  faults: Partial<Fault>[],
  work: (client: Client) => Promise<Result>,
  seed = 5,
) =>
  withWeather({ seed, faults: faults.map(fault => ({ kind: 'failure', probability: 1, ...fault })) }, url =>
    withClient(url, work),
  );

export const withFault = <Result>(kind: FaultKind, work: (client: Client) => Promise<Result>) =>
  withFaults([{ kind }], work);
