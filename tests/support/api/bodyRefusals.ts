import type { ErrorCode } from '../../../lib/core/errors.ts';
import { expectProblem } from './expectations.ts';
import { invoke, type TestRequest } from './invoke.ts';

const LARGEST_BYTES = 64 * 1024;

type Operation = {
  handler: unknown;
  path?: Record<string, string>;
  /** A body that the operation takes. */
  body: object;
  /** What the operation would change. */
  state: () => Promise<unknown>;
};

/** Declares the tests of an operation's 400, 413 and 415: each refuses the body and changes nothing. */
export function describeBodyRefusals({ handler, path = {}, body, state }: Operation): void {
  const expectRefusal = async (request: TestRequest, code: ErrorCode) => {
    const before = await state();
    expectProblem(await invoke(handler, { method: 'POST', path, ...request }), code);
    expect(await state()).toEqual(before);
  };

  describe('400', () => {
    test.each<[string, TestRequest]>([
      ['missing', {}],
      ['of no length', { body: '' }],
    ])('refuses a body that is %s', (_name, request) => expectRefusal(request, 'BODY_MISSING'));

    test.each<[string, string]>([
      ['plain text', 'title=Talks'],
      ['cut off', JSON.stringify(body).slice(0, -1)],
      ['only white space', '  \n'],
      ['followed by more', `${JSON.stringify(body)} {}`],
    ])('refuses a body that is not JSON: %s', (_name, text) =>
      expectRefusal({ body: text }, 'BODY_NOT_JSON'),
    );

    test.each(['[]', `[${JSON.stringify(body)}]`, 'null', '5', '"text"', 'true'])(
      'refuses a body that is not an object: %.10s',
      text => expectRefusal({ body: text }, 'BODY_NOT_AN_OBJECT'),
    );
  });

  describe('413', () => {
    test('refuses a body of one byte over 64 KiB', () => {
      const rest = JSON.stringify({ ...body, padding: '' }).length;
      const text = JSON.stringify({ ...body, padding: 'x'.repeat(LARGEST_BYTES + 1 - rest) });
      return expectRefusal({ body: text }, 'BODY_TOO_LARGE');
    });
  });

  describe('415', () => {
    test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
      'refuses a body of the type "%s"',
      type => expectRefusal({ body, headers: { 'content-type': type } }, 'UNSUPPORTED_MEDIA_TYPE'),
    );
  });
}
