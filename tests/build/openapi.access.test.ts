import { access, type Who, whoMay } from '../../schemas/access.ts';
import type { OperationId } from '../../schemas/requests.ts';
import { problemOf } from '../support/api/examples.ts';
import { places } from '../support/documents/document.ts';

const operations = places.map(({ operation }) => {
  const operationId = operation.operationId.replace(/ByAlias$/, '') as OperationId;
  const allowed: readonly Who[] = access[operationId];
  const security = [{}, { bearerAuth: [] }, ...(allowed.includes('feed') ? [{ feedSecret: [] }] : [])];
  return { operationId, operation, security, isForAnyone: allowed.includes('anyone') };
});

test('some operations are for anybody, and others are not', () => {
  const forAnyone = operations.filter(({ isForAnyone }) => isForAnyone).length;
  expect(forAnyone).toBeGreaterThan(5);
  expect(operations.length - forAnyone).toBeGreaterThan(10);
});

test.each(operations)(
  '$operationId is described as the table of access says',
  ({ operationId, operation, security, isForAnyone }) => {
    expect(operation).toMatchObject({
      description: expect.stringContaining(`With access control it is for ${whoMay(operationId)}.`),
      ...(!isForAnyone && { security }),
    });
    expect('security' in operation).toBe(!isForAnyone);
    for (const code of ['UNAUTHENTICATED', 'FORBIDDEN'] as const) {
      expect(problemOf(operation, code) !== undefined).toBe(!isForAnyone);
    }
  },
);
