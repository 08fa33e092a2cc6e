import { types } from 'node:util';

// Jest gives each test file a realm of its own, with another Error than that of Node's modules. The SDK takes what is
// no Error to it for a stranger, and forgets its name and code: a broken connection would not look like one.
const isInstance = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  value: function (this: unknown, error: unknown) {
    return (
      isInstance.call(this, error) ||
      (this === Error && (types.isNativeError(error) || error instanceof DOMException))
    );
  },
});
