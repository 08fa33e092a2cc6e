import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { serverless } from '../support/servers/commands.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

const HALF_ON = {
  AUTH_ISSUER: 'https://issuer.example',
  AUTH_AUDIENCE: undefined,
  AUTH_ROLE_CLAIM: undefined,
  AUTH_ORGANISER_ROLE: undefined,
  AUTH_ADMIN_ROLE: undefined,
};

/** A command is refused with exactly this sentence, and without a stack trace. */
async function expectRefused(args: string[], env: NodeJS.ProcessEnv, sentence: string): Promise<void> {
  const { code, stdout, stderr } = await serverless(args, env).catch(error => error);
  const [, printed] = `${stderr}${stdout}`.split('Error:\n');
  expect({ code, printed: printed?.trim() }).toEqual({ code: 1, printed: sentence });
}

test('nothing is generated while access control is half on', async () => {
  await expectRefused(['generate'], HALF_ON, 'Set AUTH_AUDIENCE too, or leave AUTH_ISSUER out.');
  const onlyRole = { ...HALF_ON, AUTH_ISSUER: undefined, AUTH_ADMIN_ROLE: 'root' };
  const sentence = 'Set AUTH_ISSUER and AUTH_AUDIENCE too, or leave AUTH_ADMIN_ROLE out.';
  await expectRefused(['generate'], onlyRole, sentence);
});

test('nothing is packaged while access control is half on, or its issuer is not encrypted', async () => {
  const folder = join(await temporaryFolder(), 'packaged');
  const args = ['package', '--stage', 'prod', '--package', folder];
  await expectRefused(args, HALF_ON, 'Set AUTH_AUDIENCE too, or leave AUTH_ISSUER out.');
  const plain = { ...HALF_ON, AUTH_ISSUER: 'http://issuer.example', AUTH_AUDIENCE: 'events' };
  const sentence =
    'Set AUTH_ISSUER to the https address of an OpenID Connect issuer. Only one on this machine may have http.';
  await expectRefused(args, plain, sentence);
  await expect(access(folder)).rejects.toThrow('ENOENT');
});
