import { anyFreePort } from '../../local/ports.ts';
import { ABOUT_ACCESS, executed, expectPrinted } from '../support/documents/consoles.ts';
import { cleanUp, npmStart, ready } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

test(`the commands of ${ABOUT_ACCESS} print beside a server with access control what the document shows`, async () => {
  expect(executed).toContain(ABOUT_ACCESS);
  const run = await ready(
    await npmStart({ options: ['--auth'], env: { ISSUER_PORT: `${await anyFreePort()}` } }),
  );
  expect(run.printed()).toContain('Access control is on');
  await expectPrinted(ABOUT_ACCESS, new URL(run.url).host, { DYNAMODB_DATA: run.dataDir });
});
