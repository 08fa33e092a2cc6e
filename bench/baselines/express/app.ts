import { randomUUID } from 'node:crypto';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { UserItem } from '../items.ts';
import * as database from './database.ts';
import { createEvent, getEvent } from './events.ts';
import { HttpError } from './httpError.ts';
import { listRegistrations, register } from './registrations.ts';

/** The routes that are measured, as an Express application has them. */
export const app = express();
app.disable('x-powered-by');
app.use(express.json());

app.post('/events', async ({ body }, response) => {
  response.status(201).json(await createEvent(body));
});

app.get('/events/:eventId', async ({ params }, response) => {
  response.json(await getEvent(params.eventId));
});

app.post('/users', async ({ body }, response) => {
  if (typeof body?.name !== 'string') throw new HttpError(422, 'Missing: name');
  const { userId = randomUUID(), name } = body;
  if (await database.getUser(userId)) throw new HttpError(409, 'User already exists');
  const user: UserItem = { userId, name, createdAt: new Date().toISOString() };
  await database.putUser(user);
  response.status(201).json(user);
});

app.post('/events/:eventId/registrations', async ({ params, body }, response) => {
  if (typeof body?.userId !== 'string') throw new HttpError(422, 'Missing: userId');
  response.status(201).json(await register(params.eventId, body.userId));
});

app.get('/events/:eventId/registrations', async ({ params }, response) => {
  response.json(await listRegistrations(params.eventId));
});

app.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
  if (error instanceof HttpError) {
    response.status(error.status).json({ detail: error.message });
    return;
  }
  process.stderr.write(`${error.stack}\n`);
  response.status(500).json({ detail: 'Internal server error' });
});
