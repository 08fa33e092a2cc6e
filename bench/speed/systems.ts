import type { Launch } from './instance.ts';

/**
 * What is compared: this service, as it is packaged; handlers with the same packages and no framework; an Express
 * application under serverless-http; and one of FastAPI under Mangum.
 */
export const SYSTEMS = ['service', 'bare', 'express', 'fastapi'] as const;
export type System = (typeof SYSTEMS)[number];

/** The names of the systems in tables and plots. */
export const TITLES: Record<System, string> = {
  service: 'this service',
  bare: 'bare handlers',
  express: 'Express',
  fastapi: 'FastAPI',
};

/** Returns how an instance of a function is started. A system with one function for all routes has one answer. */
export type LaunchOf = (functionName: string) => Launch;

/** The systems that are measured, and how their functions are started. */
export type Launches = Partial<Record<System, LaunchOf>>;

/**
 * Returns the systems of a list.
 * @throws Error when a system is not one of them
 */
export const systemsOf = (list: string): System[] =>
  list.split(',').map(name => {
    const found = SYSTEMS.find(system => system === name);
    if (found) return found;
    throw new Error(`There is no system "${name}" to measure. The systems are: ${SYSTEMS.join(', ')}.`);
  });
