import validate from '#build/validators/routeNotFound.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { answerUnrouted } from '../lib/http/unknownRoute.ts';

/** The HTTP API sends here whatever no route matches, preflights included. */
export const handler = endpoint(validate, (_request, event) => answerUnrouted(event));
