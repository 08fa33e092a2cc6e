import { types } from 'node:util';

// Jest gives each test file its own realm, whose Error is not that of the modules of Node. The SDK would not recognise
// errors of Node, and would drop their name and code. A broken connection could then not be retried.
const isInstance = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value: function (this: unknown, error: unknown) {
    return (
      isInstance.call(this, error) ||
      (this === Error && (types.isNativeError(error) || error instanceof DOMException))
    );
  },
});

// A line about each invocation would be printed. Tests of these lines ask for them.
process.env.POWERTOOLS_LOG_LEVEL = 'ERROR';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
