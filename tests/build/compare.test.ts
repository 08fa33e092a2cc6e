import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileCache, root } from '../support/servers/commands.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tests change any part of it
type Document = any;

/** The document as it is now, as if it were that of a release. */
const released: Document = JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8'));
released.info.version = '1.4.2';
released.components.headers['Access-Control-Allow-Origin'].required = true;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-management-api-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Comparison = { code: number; printed: string };

const compare = (documents: string[] = []): Promise<Comparison> =>
  promisify(execFile)(process.execPath, ['build/compare.ts', ...documents], {
    cwd: root,
    env: { ...process.env, ...compileCache },
    maxBuffer: 8 * 1024 * 1024,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, printed: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, printed: stdout + stderr }),
  );

/** Compares the document of the last release with a changed one. */
async function afterChanges(version: string, changes: ((document: Document) => void)[]): Promise<Comparison> {
  const document = structuredClone(released);
  for (const change of changes) change(document);
  document.info.version = version;
  const files = [join(folder, 'released.json'), join(folder, `${version}-${changes.length}.json`)] as const;
  await writeFile(files[0], JSON.stringify(released));
  await writeFile(files[1], JSON.stringify(document));
  return compare([...files]);
}

test('the API keeps all that the last release promised, unless its version says otherwise', async () => {
  expect(await compare()).toEqual({ code: 0, printed: expect.stringContaining('Diff passed.') });
});

const schemas = (document: Document) => document.components.schemas;
const operation = (document: Document, method: string, path: string) => document.paths[path][method];
const problemsOf = (document: Document, status: number) =>
  operation(document, 'post', '/events').responses[status].content['application/problem+json'];

/** Each of these touches another part of the document, so that all of them are found in one comparison. */
const BREAKING: [what: string, finding: string, change: (document: Document) => void][] = [
  [
    'an operation is gone',
    'Operation `DELETE /users/{userId}` was removed.',
    document => delete document.paths['/users/{userId}'].delete,
  ],
  ['a path is gone', 'Path `/docs/{file}` was removed.', document => delete document.paths['/docs/{file}']],
  [
    'an operation has another name',
    "`operationId` of operation `GET /users` changed from 'listUsers' to 'listPeople'.",
    document => {
      operation(document, 'get', '/users').operationId = 'listPeople';
    },
  ],
  [
    'a parameter is required',
    'Required `organiser` query parameter was added.',
    document =>
      operation(document, 'get', '/events').parameters.push({
        ...{ name: 'organiser', in: 'query', required: true, schema: { type: 'string' } },
      }),
  ],
  [
    'a parameter is gone',
    '`checkedIn` query parameter was removed.',
    document => {
      const list = operation(document, 'get', '/events/{eventId}/registrations');
      list.parameters = list.parameters.filter(({ name }: { name: string }) => name !== 'checkedIn');
    },
  ],
  [
    'a field of a request is required',
    'Properties of `CreateUser` became required: `userId`.',
    document => schemas(document).CreateUser.required.push('userId'),
  ],
  [
    'a limit of a request is narrower',
    "`maxLength` of `title` changed from '200' to '100'.",
    document => {
      schemas(document).CreateEvent.properties.title.maxLength = 100;
    },
  ],
  [
    'a request takes fewer values',
    "Enum of `EventStatus` lost values: 'draft'.",
    document => schemas(document).EventStatus.enum.pop(),
  ],
  [
    'a request takes another type',
    "Type of `capacity` narrowed from 'integer | null' to 'string'.",
    document => {
      schemas(document).UpdateEvent.properties.capacity.type = 'string';
    },
  ],
  [
    'a field of an answer is gone',
    'Property `isFull` of `Event` was removed.',
    document => delete schemas(document).Event.properties.isFull,
  ],
  [
    'a field of an answer has another name',
    'Property `createdAt` of `User` was renamed to `created`.',
    document => {
      const { createdAt: created, ...others } = schemas(document).User.properties;
      schemas(document).User.properties = { ...others, created };
    },
  ],
  [
    'a field of an answer may be missing',
    'Properties of `Registration` are no longer required: `checkedInAt`.',
    document => schemas(document).Registration.required.pop(),
  ],
  [
    'a field of an answer may be null',
    "Type of `availableSpots` widened from 'integer' to 'integer | null'.",
    document => {
      schemas(document).Event.properties.availableSpots.type = ['integer', 'null'];
    },
  ],
  [
    'an answer has more values',
    "Enum of `RegistrationStatus` gained values: 'invited'.",
    document => schemas(document).RegistrationStatus.enum.push('invited'),
  ],
  [
    'a status is gone',
    'Response `404` was removed.',
    document => delete operation(document, 'get', '/events/{eventId}').responses[404],
  ],
  [
    'a kind of content is gone',
    'Media type `text/csv` was removed.',
    document =>
      delete operation(document, 'get', '/events/{eventId}/registrations').responses[200].content['text/csv'],
  ],
  [
    'an error code is gone',
    'Error code `EVENT_BEING_DELETED` was removed.',
    document => delete problemsOf(document, 409).examples.EVENT_BEING_DELETED,
  ],
  [
    'an error code has another name',
    'Error code `UNSUPPORTED_MEDIA_TYPE` was removed.',
    document => {
      const { UNSUPPORTED_MEDIA_TYPE: example } = problemsOf(document, 415).examples;
      problemsOf(document, 415).examples = { UNSUPPORTED_MEDIA_TYPES: example };
    },
  ],
  [
    'a header of an answer is gone',
    'Response header `ETag` was removed.',
    document => delete operation(document, 'put', '/events/{eventId}').responses[200].headers.ETag,
  ],
  [
    'a header of an answer may be missing',
    'Response header `Cache-Control` became optional.',
    document => delete document.components.headers['Cache-Control'].required,
  ],
  [
    'every request needs a token',
    'Security requirement `` is no longer accepted.',
    document => operation(document, 'post', '/users').security.shift(),
  ],
];

describe('it is a breaking change when', () => {
  let comparison: Comparison;
  let findings: string[];
  beforeAll(async () => {
    comparison = await afterChanges(
      '1.4.2',
      BREAKING.map(([, , change]) => change),
    );
    findings = [...comparison.printed.matchAll(/^ +(.+) \([\w/-]+\)$/gm)].map(([, finding = '']) => finding);
  });

  test.each(BREAKING)('%s', (_what, finding) => {
    expect(findings).toContain(finding);
  });

  test('any of these is there, and each of them is found once', () => {
    expect(comparison.code).toBe(1);
    expect(findings).toHaveLength(BREAKING.length);
  });
});

/** Clients of the last release do not notice these. */
const COMPATIBLE: ((document: Document) => void)[] = [
  document => {
    document.paths['/events/{eventId}/seats'] = structuredClone(document.paths['/health']);
    operation(document, 'get', '/events/{eventId}/seats').operationId = 'listSeats';
  },
  document => {
    schemas(document).Event.properties.colour = { type: 'string' };
    schemas(document).CreateEvent.properties.colour = { type: ['string', 'null'] };
    schemas(document).CreateEvent.properties.title.maxLength = 300;
    schemas(document).UpdateEvent.properties.description.description = 'What it is about.';
  },
  document => {
    problemsOf(document, 409).examples.TOO_MANY_EVENTS = { value: { code: 'TOO_MANY_EVENTS' } };
    delete operation(document, 'get', '/').responses[200].content['application/json'].example;
    delete document.components.headers['Access-Control-Allow-Origin'].required;
    document.components.headers['Content-Disposition'].required = true;
  },
];
const breaks = (document: Document): void => {
  delete document.paths['/docs'];
};

test.each([
  ['1.4.2', 'stays as it is until a release', COMPATIBLE, 0],
  ['1.4.3', 'is not that of a mended fault when something was added', COMPATIBLE, 1],
  ['1.5.0', 'has a higher second number when something was added', COMPATIBLE, 0],
  ['1.5.0', 'has a higher first number when something breaks', [breaks], 1],
  ['2.0.0', 'has a higher first number when something breaks', [...COMPATIBLE, breaks], 0],
  ['1.4.1', 'is not lower than that of the last release', [breaks], 1],
])('the version %s, after 1.4.2, %s', async (version, _rule, changes, code) => {
  expect((await afterChanges(version, changes)).code).toBe(code);
});
