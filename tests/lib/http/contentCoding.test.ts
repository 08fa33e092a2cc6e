import { accepts } from '../../../lib/http/contentCoding.ts';

test.each(['br', 'BR', 'gzip, br', 'gzip;q=1.0, br;q=0.001', ' br ; q=0.5', '*', '*;q=0.1', 'gzip;q=0, *'])(
  'br is accepted by %j',
  header => expect(accepts(header, 'br')).toBe(true),
);

test.each(['', 'gzip', 'identity', 'br;q=0', 'br; q=0.000', 'br;q=0, *', '*;q=0', 'brotli', 'x-br', ', ,'])(
  'br is not accepted by %j',
  header => expect(accepts(header, 'br')).toBe(false),
);
