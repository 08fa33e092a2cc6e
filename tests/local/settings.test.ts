import { readyText } from '../../local/readyText.ts';
import { checkSettings, endpointOf, logOf, portBeside, portOf } from '../../local/settings.ts';

test.each(['0', '-1', '65536', '80000', 'abc', '3000.5', '1e3', '0x10', ' 3000', '3000 '])(
  'a port of "%s" is refused in a sentence that names its setting',
  value => {
    expect(() => portOf('PORT', value, 3000)).toThrow(/^PORT must be a port, [^\n]*\.$/);
  },
);

test('a port that is not set or empty is the default', () => {
  expect([portOf('PORT', undefined, 3000), portOf('PORT', '', 3000)]).toEqual([3000, 3000]);
  expect([portOf('PORT', '1', 3000), portOf('PORT', '65535', 3000)]).toEqual([1, 65535]);
});

test('the port that is suggested instead is always valid', () => {
  expect([portBeside(3000), portBeside(65535)]).toEqual([3001, 65534]);
});

test('LOG may be one of three words, or empty', () => {
  expect([undefined, '', 'silent', 'verbose'].map(LOG => logOf({ LOG }))).toEqual([
    'requests',
    'requests',
    'silent',
    'verbose',
  ]);
  expect(() => logOf({ LOG: 'SILENT' })).toThrow(
    'LOG must be requests, silent or verbose, and not "SILENT".',
  );
});

test.each(['localhost:8000', 'nowhere', 'http://', 'ftp://127.0.0.1'])(
  'a database at "%s" is refused in a sentence',
  AWS_ENDPOINT_URL_DYNAMODB => {
    expect(() => endpointOf({ AWS_ENDPOINT_URL_DYNAMODB })).toThrow('must be a URL');
  },
);

test('only the embedded database can start over', () => {
  const settings = { httpPort: 3000, isFresh: true };
  expect(() => checkSettings({}, settings)).not.toThrow();
  expect(() => checkSettings({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' }, settings)).toThrow(
    'Only the embedded database can start over',
  );
});

test('the advice to start over names the folder with the data, unless it is the default', () => {
  expect(readyText(3000, '.dynamodb')).toContain('\n  npm start -- --fresh\n');
  expect(readyText(3000, '.dynamodb-2')).toContain('\n  DYNAMODB_DATA=.dynamodb-2 npm start -- --fresh\n');
});
