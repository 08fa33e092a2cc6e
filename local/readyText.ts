import { DEFAULT_DATA } from './settings.ts';

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
