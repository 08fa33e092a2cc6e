import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Weather } from '../../simulator/weather.ts';
import { root } from './commands.ts';
import { stage, started } from './server.ts';

/** Stops everything that server.ts has started, and removes its files. */
export default async function teardown(): Promise<void> {
  const { server, receiver, dataDir, weather, database } = started.flows ?? {};
  if (server && server.exitCode === null) {
    server.kill();
    await once(server, 'exit');
  }
  await weather?.stop();
  await database?.stop();
  receiver?.stop();
  await rm(join(root, '.build', 'offline', stage), { recursive: true, force: true });
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
  if (weather) printWeather(weather);
}

/**
 * Prints how many calls failed, and how to repeat this.
 * @throws Error if no call failed
 */
function printWeather({ seed, happened: { slow: unharmed = 0, ...faults } }: Weather): void {
  const failed = Object.values(faults).reduce((sum, times) => sum + times, 0);
  if (failed === 0) throw new Error('No call to the database failed: the server did not meet the weather');
  const calls = failed + unharmed;
  const share = ((100 * failed) / calls).toFixed(1);
  process.stderr.write(
    `Of ${calls} calls to the database ${failed} failed (${share} %): ${JSON.stringify(faults)}\n` +
      `WEATHER_SEED=${seed} npm run test:weather brings the same weather again.\n`,
  );
}
