import type { OperationId } from '../../../schemas/requests.ts';

/** The path of a handler in `functions/`. */
export type HandlerPath = OperationId | `streams/${string}` | `queues/${string}` | `tasks/${string}`;

/** Runs `work` with a handler in a new process, whose environment has these changes. */
export async function coldStart<Result>(
  path: HandlerPath,
  changes: Record<string, string>,
  work: (handler: unknown) => Promise<Result>,
): Promise<Result> {
  const before = Object.keys(changes).map(name => [name, process.env[name]] as const);
  Object.assign(process.env, changes);
  import.meta.jest.resetModules();
  try {
    const { handler } = await import(`../../../functions/${path}.ts`);
    return await work(handler);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
