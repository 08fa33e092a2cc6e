export { stopEngine as default } from './engine.ts';
