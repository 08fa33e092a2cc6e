import type { ErrorCode } from '../../../lib/core/errors.ts';
import { expectProblem } from './expectations.ts';
import { invoke, type TestRequest } from './invoke.ts';

const MAX_BYTES = 64 * 1024;

type Operation = {
  handler: unknown;
  path?: Record<string, string>;
  /** A body that the operation accepts. */
  body: object;
  /** What the operation would change. */
  state: () => Promise<unknown>;
};

type ExpectRefusal = (request: TestRequest, code: ErrorCode) => Promise<void>;

/** Declares the tests of an operation's 400, 413 and 415. Each of them refuses the body and changes nothing. */
export function describeBodyRefusals({ handler, path = {}, body, state }: Operation): void {
  const expectRefusal: ExpectRefusal = async (request, code) => {
    const before = await state();
    expectProblem(await invoke(handler, { method: 'POST', path, ...request }), code);
    expect(await state()).toEqual(before);
  };
  describe('400', () => describeMalformed(expectRefusal, JSON.stringify(body)));
  describe('413', () => describeTooLarge(expectRefusal, body));
  describe('415', () => describeOtherTypes(expectRefusal, body));
}

function describeMalformed(expectRefusal: ExpectRefusal, json: string): void {
  test.each<[string, TestRequest]>([
    ['missing', {}],
    ['of no length', { body: '' }],
  ])('refuses a body that is %s', (_name, request) => expectRefusal(request, 'BODY_MISSING'));

  test.each<[string, string]>([
    ['plain text', 'title=Talks'],
    ['cut off', json.slice(0, -1)],
    ['only white space', '  \n'],
    ['followed by more', `${json} {}`],
  ])('refuses a body that is not JSON: %s', (_name, text) => expectRefusal({ body: text }, 'BODY_NOT_JSON'));

  test.each(['[]', `[${json}]`, 'null', '5', '"text"', 'true'])(
    'refuses a body that is not an object: %.10s',
    text => expectRefusal({ body: text }, 'BODY_NOT_AN_OBJECT'),
  );
}

function describeTooLarge(expectRefusal: ExpectRefusal, body: object): void {
  test('refuses a body of one byte over 64 KiB', () => {
    const rest = JSON.stringify({ ...body, padding: '' }).length;
    const text = JSON.stringify({ ...body, padding: 'x'.repeat(MAX_BYTES + 1 - rest) });
    return expectRefusal({ body: text }, 'BODY_TOO_LARGE');
  });
}

function describeOtherTypes(expectRefusal: ExpectRefusal, body: object): void {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'refuses a body of the type "%s"',
    type => expectRefusal({ body, headers: { 'content-type': type } }, 'UNSUPPORTED_MEDIA_TYPE'),
  );
}
