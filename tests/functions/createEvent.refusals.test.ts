import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/createEvent.ts';
import { eventBody } from '../support/api/bodies.ts';
import { describeBodyRefusals } from '../support/api/bodyRefusals.ts';
import { comparable, expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, stateOf } from '../support/api/operations.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

const createEvent = (body: unknown) => invoke(handler, { method: 'POST', body });
const body = eventBody();
describeBodyRefusals({ handler, body, state: async () => comparable(await getEvent(body.eventId)) });

describe('409', () => {
  test('leaves the event that has the id as it is', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 3);
    const before = await stateOf(eventId);
    expectProblem(await createEvent(eventBody({ eventId, title: 'Another' })), 'EVENT_ALREADY_EXISTS');
    expect(await stateOf(eventId)).toEqual(before);
  });

  test('creates one event when two are sent with one id at once', async () => {
    const eventId = randomUUID();
    const bodies = ['One', 'Another'].map(title => eventBody({ eventId, title }));
    const answers = await Promise.all(bodies.map(createEvent));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [winner] = answers.filter(({ status }) => status === 201);
    expect((await getEvent(eventId)).body).toEqual(winner?.body);
  });

  test('keeps the id of an event while its rows are being deleted', async () => {
    const eventId = await anEvent();
    await deleteEvent(eventId);
    const detail = `The previous event with this id is still being deleted: ${eventId}`;
    expectProblem(await createEvent(eventBody({ eventId })), 'EVENT_BEING_DELETED', detail);
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND');
  });
});

describe('422', () => {
  test('lists every broken rule at once, and stores nothing', async () => {
    const eventId = randomUUID();
    const answer = await createEvent({
      eventId,
      title: ' ',
      description: 'x'.repeat(2001),
      date: '2023-02-29',
      location: 5,
      capacity: 0,
      hasWaitlist: 'yes',
      waitlistEnabled: 1,
      status: 'open',
    });
    const fields = ['title', 'description', 'date', 'location', 'organizer', 'capacity'];
    const paths = [...fields, 'hasWaitlist', 'waitlistEnabled', 'status'].map(field => `/body/${field}`);
    expectBrokenRules(answer, paths);
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND');
  });

  test('asks for the fields that an event cannot do without', async () => {
    const fields = ['title', 'description', 'date', 'location', 'organizer', 'capacity'];
    expectBrokenRules(
      await createEvent({}),
      fields.map(field => `/body/${field}`),
    );
  });
});
