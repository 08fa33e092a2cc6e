import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

type Event = APIGatewayProxyEventV2;

const bodyOf = ({ body }: Event) => body as unknown as Record<string, unknown>;

/** Drops these fields from a JSON body where they are null: typed clients send null for a field that they leave out. */
export const withoutNulls = (fields: string[]): MiddlewareObj<Event> => ({
  before: ({ event }) => {
    const body = bodyOf(event);
    for (const field of fields) if (body[field] === null) delete body[field];
  },
});

/** Drops the date from a JSON body where it is null beside `startsAt`, from which it follows. */
export const withoutNullDate: MiddlewareObj<Event> = {
  before: ({ event }) => {
    const body = bodyOf(event);
    if (body.date === null && body.startsAt !== undefined) delete body.date;
  },
};
