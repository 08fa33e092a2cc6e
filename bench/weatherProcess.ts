import { startWeather } from '../tests/simulator/weather.ts';
import { slowDown } from './slowMotion.ts';

// The weather in a process of its own, which ends with the one that started it. It is told the forecast, and says its URL.
const { slow, ...forecast } = JSON.parse(process.argv[2] ?? '{}');
slowDown(slow);
const { url } = await startWeather(forecast);
process.on('disconnect', () => process.exit());
process.send?.({ url });
