import { randomUUID } from 'node:crypto';
import { type EventItem, eventAnswer } from '../items.ts';
import * as database from './database.ts';
import { HttpError } from './httpError.ts';

const TEXTS = ['title', 'description', 'location', 'organizer'] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

function validate(body: Partial<EventItem> = {}): void {
  const missing = TEXTS.filter(name => typeof body[name] !== 'string' || body[name].trim() === '');
  if (missing.length > 0) throw new HttpError(422, `Missing: ${missing.join(', ')}`);
  if (!DATE.test(body.date ?? '')) throw new HttpError(422, 'date must be YYYY-MM-DD');
  const { capacity = 0 } = body;
  if (!Number.isInteger(capacity) || capacity < 1) throw new HttpError(422, 'capacity must be at least 1');
}

export async function createEvent(body: EventItem) {
  validate(body);
  const { eventId = randomUUID(), title, description, date, location, organizer, capacity } = body;
  if (await database.getEvent(eventId)) throw new HttpError(409, 'Event already exists');
  const now = new Date().toISOString();
  const event: EventItem = {
    eventId,
    title,
    description,
    date,
    location,
    organizer,
    capacity,
    hasWaitlist: body.hasWaitlist ?? false,
    status: 'active',
    registeredCount: 0,
    waitlistCount: 0,
    createdAt: now,
    updatedAt: now,
  };
  await database.putEvent(event);
  return eventAnswer(event);
}

export async function getEvent(eventId: string) {
  const event = await database.getEvent(eventId);
  if (!event) throw new HttpError(404, 'Event not found');
  return eventAnswer(event);
}
