import { DEFAULT_DATA } from './settings.ts';

/** Returns what `npm run start:auth` prints of these tokens: a line for each, and one that uses it. */
export const tokensText = (
  httpPort: number,
  tokens: Record<'admin' | 'organiser' | 'person', string>,
): string => {
  const url = `http://localhost:${httpPort}`;
  const json = "-H 'Content-Type: application/json'";
  return `For a day these tokens are an admin's, an organiser's (grace) and a person's (ada):
  ADMIN=${tokens.admin}
  curl -H "Authorization: Bearer $ADMIN" ${url}/users
  ORGANISER=${tokens.organiser}
  curl -H "Authorization: Bearer $ORGANISER" ${json} ${url}/events -d '{"eventId": "meetup", "title": "Meetup", "description": "Talks.", "date": "2027-05-01", "location": "Town hall", "organizer": "Grace", "capacity": 1}'
  PERSON=${tokens.person}
  curl -H "Authorization: Bearer $PERSON" ${json} ${url}/users -d '{"name": "Ada"}'
"npm run token -- ada --role organiser" makes more.`;
};

/** Returns the line of `npm start` about access control. */
export const accessText = (issuer: string | undefined): string =>
  issuer
    ? `Access control is on: requests need a token of ${issuer}.`
    : 'Access control is off: anybody may do anything (docs/access.md).';

/**
 * Returns what `npm start` prints when it takes requests. `dataName` is the folder of its own database, if it has one.
 */
export const readyText = (httpPort: number, dataName: string | undefined): string =>
  `The API is ready at http://localhost:${httpPort}. To try it:
  curl http://localhost:${httpPort}/events
Its page is http://localhost:${httpPort}/docs.
${
  dataName
    ? `The data stays in ${dataName}/. To start over without it:
  ${dataName === DEFAULT_DATA ? '' : `DYNAMODB_DATA=${dataName} `}npm start -- --fresh`
    : 'The data is in the database that AWS_ENDPOINT_URL_DYNAMODB names.'
}
Ctrl-C stops it${dataName ? ' and its database' : ''}.`;
