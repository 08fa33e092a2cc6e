import serverless from 'serverless-http';
import { app } from './app.ts';

/** The Lambda handler of the Express baseline: one function for all routes. */
export const handler = serverless(app);
