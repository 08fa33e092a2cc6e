import { startWeather } from '../tests/simulator/weather.ts';
import { slowTimeDown } from './timeScale.ts';

// The fault proxy runs in a process of its own, which ends with the one that started it. It receives the forecast, and
// sends its URL.
const { slow, ...forecast } = JSON.parse(process.argv[2] ?? '{}');
slowTimeDown(slow);
const { url } = await startWeather(forecast);
process.on('disconnect', () => process.exit());
process.send?.({ url });
