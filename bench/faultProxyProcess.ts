import { performance } from 'node:perf_hooks';
import { startWeather } from '../tests/simulator/weather.ts';
import type { ProxyFigures } from './environment.ts';
import { slowTimeDown } from './timeScale.ts';

// The fault proxy runs in a process of its own, which ends with the one that started it. It receives the forecast, sends
// its URL, and answers each message with its figures.
const { slow, ...forecast } = JSON.parse(process.argv[2] ?? '{}');
slowTimeDown(slow);
const { url, consumed, calls } = await startWeather(forecast);
process.on('disconnect', () => process.exit());
process.on('message', () => {
  const { active: busyMs } = performance.eventLoopUtilization();
  process.send?.({
    calls: calls(),
    consumed: consumed() ?? { read: 0, write: 0 },
    busyMs,
  } satisfies ProxyFigures);
});
process.send?.({ url });
