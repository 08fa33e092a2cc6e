import { logError } from '../../../lib/core/log.ts';
import { keepLog } from '../../support/api/log.ts';

test('the line about an error has the code of each cause, since bundles shorten names', () => {
  const log = keepLog();
  try {
    const reset = Object.assign(new Error('The connection was reset'), { code: 'ECONNRESET' });
    logError('TRY_AGAIN', new Error('There is no answer', { cause: reset }));
    expect(log.lines()).toMatchObject([{ code: 'TRY_AGAIN', causes: [{}, { code: 'ECONNRESET' }] }]);
  } finally {
    log.stop();
  }
});
