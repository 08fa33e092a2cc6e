import { resultIn } from '../support/servers/benchProgram.ts';
import { INSTALL_LIMIT_MS } from '../support/servers/pythonPackages.ts';

type Answers = Record<string, [status: number, body: Record<string, unknown>]>;

/** Sends the same requests to systems of the benchmark, on an engine of their own. Returns the answers of each. */
const answersOf = (systems: string[], script: string): Promise<Record<string, Answers>> =>
  resultIn(
    `const { addTables, startEngine } = await import('./bench/environment.ts');
    const { BASELINE_TABLES } = await import('./bench/baselines/tables.ts');
    const { baselineLaunches } = await import('./bench/speed/launches.ts');
    const { fastapiPython } = await import('./bench/speed/python.ts');
    const { Fleet } = await import('./bench/speed/fleet.ts');
    const { World } = await import('./bench/speed/world.ts');
    const stop = await startEngine();
    await addTables(BASELINE_TABLES);
    const python = input.includes('fastapi') ? await fastapiPython() : {};
    if (python.missing) throw new Error(python.missing);
    const launches = await baselineLaunches(input, python.python);
    const results = {};
    for (const system of input) {
      const fleet = new Fleet(launches[system]);
      const world = new World(fleet);
      const ask = async (functionName, request) => {
        const [{ status, body }] = await fleet.ask(functionName, [request]);
        return [status, JSON.parse(body)];
      };
      results[system] = await (async () => { ${script} })();
      await fleet.stop();
    }
    await stop();
    return results;`,
    systems,
  );

test(
  'the baselines in Express and FastAPI answer what the contract says, as long as nobody else comes',
  async () => {
    const found = await answersOf(
      ['express', 'fastapi'],
      `const [full] = await world.events(1, { capacity: 1, hasWaitlist: true });
      const [closed] = await world.events(1, { capacity: 1, hasWaitlist: false });
      const [first, second] = await world.people(2);
      const register = (eventId, userId) => ask('registerForEvent', world.register(eventId, userId));
      const read = (eventId, rest = '') => ask('getEvent', { rawPath: '/events/' + eventId + rest });
      const seat = await register(full, first);
      const place = await register(full, second);
      await register(closed, first);
      return {
        seat, place, again: await register(full, first), waits: await register(full, second),
        refused: await register(closed, second), nobody: await register(full, 'nobody'),
        nowhere: await register('nowhere', first), event: await read(full), noEvent: await read('nowhere'),
        list: await read(full, '/registrations'), same: await ask('createUser', world.createUser(first)),
        isFirst: seat[1].userId === first,
      };`,
    );
    for (const answers of Object.values(found)) expectContract(answers);
  },
  INSTALL_LIMIT_MS,
);

function expectContract(answers: Answers): void {
  expect(answers).toMatchObject({
    seat: [
      201,
      { status: 'registered', waitlistPosition: null, message: 'Successfully registered for event' },
    ],
    place: [
      201,
      {
        status: 'waitlisted',
        waitlistPosition: 1,
        message: 'Event is full. Added to waitlist at position 1',
      },
    ],
    again: [409, { detail: 'User is already registered for this event' }],
    waits: [409, { detail: 'User is already on the waitlist at position 1' }],
    refused: [409, { detail: 'Event is at full capacity (1/1). No waitlist available.' }],
    nobody: [404, { detail: 'User not found' }],
    nowhere: [404, { detail: 'Event not found' }],
    event: [200, { registeredCount: 1, waitlistCount: 1, isFull: true, availableSpots: 0 }],
    noEvent: [404, { detail: 'Event not found' }],
    list: [200, [{ status: 'registered' }, { status: 'waitlisted', waitlistPosition: 1 }]],
    same: [409, { detail: 'User already exists' }],
    isFirst: true,
  });
}

test('a bare handler takes a free seat once, and refuses another one', async () => {
  const { bare } = await answersOf(
    ['bare'],
    `const [eventId] = await world.events(1, { capacity: 1 });
    const [first, second] = await world.people(2);
    const register = userId => ask('registerForEvent', world.register(eventId, userId));
    return { seat: await register(first), again: await register(first), refused: await register(second),
      event: await ask('getEvent', { path: { eventId } }),
      list: await ask('listEventRegistrations', { path: { eventId } }) };`,
  );
  expect(bare).toMatchObject({
    seat: [201, { status: 'registered' }],
    again: [409, {}],
    refused: [409, {}],
    event: [200, { registeredCount: 1, isFull: true }],
    list: [200, [{ status: 'registered' }]],
  });
});
