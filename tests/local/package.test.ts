import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { cleanUp, temporaryFolder } from '../helpers/npmStart.ts';
import { functionId, type Packaged, packageProject } from '../helpers/packaging.ts';

const run = promisify(execFile);

let packaged: Packaged;
beforeAll(async () => {
  packaged = await packageProject();
});
afterAll(cleanUp);

const lambdaFunctions = ({ resources }: Packaged) =>
  Object.keys(resources).filter(id => resources[id]?.Type === 'AWS::Lambda::Function');

test('packaging one stage leaves the files of a server that runs at another one alone', async () => {
  await access(packaged.otherStage);
});

test('each function’s zip holds its bundle and what marks it as an ES module, and plain Node can import it', async () => {
  const keys = (await readdir(packaged.zips)).flatMap(name =>
    name.endsWith('.zip') ? [name.slice(0, -4)] : [],
  );
  expect(keys.map(functionId).sort()).toEqual(lambdaFunctions(packaged).sort());
  for (const key of keys) {
    const folder = await temporaryFolder();
    const zip = await JSZip.loadAsync(await readFile(join(packaged.zips, `${key}.zip`)));
    const files = Object.values(zip.files).filter(({ dir }) => !dir);
    expect(new Set(files.map(({ name }) => name))).toEqual(
      new Set([`functions/${key}.js`, 'functions/package.json']),
    );
    for (const file of files) {
      await mkdir(dirname(join(folder, file.name)), { recursive: true });
      await writeFile(join(folder, file.name), await file.async('nodebuffer'));
    }
    const Variables = packaged.resources[functionId(key)]?.Properties.Environment.Variables;
    const url = pathToFileURL(join(folder, 'functions', `${key}.js`));
    const program = `const { handler } = await import('${url}'); console.log(typeof handler);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: folder,
      env: { ...Variables, AWS_REGION: 'eu-central-1' },
    });
    expect(stdout.trim()).toBe('function');
  }
});
