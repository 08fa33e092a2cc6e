import { registerHooks } from 'node:module';
import { hasBlocks, withScaledBlocks } from './scaledBlocks.ts';

// A run imports this first. Its own reads of the queue then find the blocks that its instances write.
const { scale } = JSON.parse(process.argv[2] ?? '{}');

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    return hasBlocks(url) ? { ...loaded, source: withScaledBlocks(String(loaded.source), scale) } : loaded;
  },
});
