import SharedEnvironment from './environment.ts';

const settings = [
  { projectConfig: { globals: {}, testEnvironmentOptions: {}, fakeTimers: {} } },
  {},
] as unknown as ConstructorParameters<typeof SharedEnvironment>;

type Realm = SharedEnvironment['global'] & { left?: string; loadPackage: (file: string) => unknown };

/** Runs `work` in the environment of a test file. */
async function aFile<Result>(work: (realm: Realm, file: SharedEnvironment) => Result): Promise<Result> {
  const file = new SharedEnvironment(...settings);
  await file.setup();
  const result = work(file.global as Realm, file);
  await file.teardown();
  return result;
}

test('a package is the same for the next file', async () => {
  const load = (realm: Realm) =>
    realm.loadPackage(import.meta.resolve('@aws-sdk/lib-dynamodb').replace('file://', ''));
  expect(await aFile(load)).toBe(await aFile(load));
});

test('what a file replaced is put back for the next one', async () => {
  const seen = (realm: Realm) => [
    realm.left,
    realm.process.env.LEFT,
    realm.Date.now,
    realm.Math.random,
    realm.process.listenerCount('exit'),
    Reflect.ownKeys(realm.Object.prototype),
  ];
  const before = await aFile(seen);
  await aFile((realm, { moduleMocker }) => {
    realm.left = 'here';
    realm.process.env.LEFT = 'here';
    realm.Date.now = () => 0;
    moduleMocker?.spyOn(realm.Math, 'random').mockReturnValue(0);
    realm.process.on('exit', () => {});
    realm.Object.defineProperty(realm.Object.prototype, 'left', { value: 'here', configurable: true });
  });
  expect(await aFile(seen)).toEqual(before);
});

test('a spy on what all files share does not outlive its file', async () => {
  const { now } = performance;
  await aFile((_realm, { moduleMocker }) => moduleMocker?.spyOn(performance, 'now').mockReturnValue(0));
  expect(performance.now).toBe(now);
});
