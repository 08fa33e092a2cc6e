import { allowedOrigins } from '../../../lib/http/allowedOrigins.ts';

test.each([
  [undefined, ['*']],
  ['*', ['*']],
  ['https://app.example', ['https://app.example']],
  ['http://localhost:5173', ['http://localhost:5173']],
  ['https://app.example, https://b.example:8443', ['https://app.example', 'https://b.example:8443']],
])('%p allows %p', (setting, origins) => {
  expect(allowedOrigins(setting === undefined ? {} : { ALLOWED_ORIGINS: setting })).toEqual(origins);
});

test.each([
  ['', ''],
  ['https://app.example/', 'https://app.example/'],
  ['https://app.example/path', 'https://app.example/path'],
  ['https://App.example', 'https://App.example'],
  ['https://app.example:443', 'https://app.example:443'],
  ['https://*.example', 'https://*.example'],
  ['app.example', 'app.example'],
  ['file:///a', 'file:///a'],
  ['null', 'null'],
  ['https://app.example,*', '*'],
  ['https://app.example,', ''],
])('%p is refused with a sentence', (setting, wrong) => {
  expect(() => allowedOrigins({ ALLOWED_ORIGINS: setting })).toThrow(
    `Set allowedOrigins to an origin such as https://app.example, several with commas between them, or to * for any. ${JSON.stringify(wrong)} is none.`,
  );
});
