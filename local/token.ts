import { parseArgs } from 'node:util';
import { ROLES, type Role, tokenFor } from './issuer.ts';
import { DEFAULT_DATA } from './settings.ts';

const USAGE = `npm run token -- <userId> [--role organiser|admin]… [--scope check-in:<eventId>]…

Prints an access token for a day, of the issuer that "npm run start:auth" has started on the data in DYNAMODB_DATA.
"npm run -s token" leaves the lines of npm out.`;

const isRole = (name: string): name is Role => ROLES.includes(name as Role);

async function print(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      role: { type: 'string', multiple: true, default: [] },
      scope: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  const [userId, ...others] = positionals;
  if (values.help) return say(USAGE);
  if (!userId || others.length > 0) throw new Error('Name one user, such as ada.');
  const { role: roles, scope: scopes } = values;
  if (!roles.every(isRole)) throw new Error(`A role must be ${ROLES.join(' or ')}.`);
  say(await tokenFor({ userId, roles, scope: scopes.join(' ') }, process.env.DYNAMODB_DATA || DEFAULT_DATA));
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

await print().catch((error: Error) => {
  process.stderr.write(`${error.message}\n\n${USAGE}\n`);
  process.exitCode = 1;
});
