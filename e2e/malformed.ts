// Requests that are wrong somewhere: what careless and hostile clients send. None may be taken for a fault of the server.
import fc from 'fast-check';
import { consoleUrl, type RawRequest } from './world';

const nasty = [
  '',
  ' ',
  '0',
  '-1',
  'NaN',
  '1e400',
  '%',
  '%00',
  '%zz',
  '%ff',
  "'; drop table accounts; --",
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '\u202eabc',
  '😀',
  '{}',
  '[]',
  'null',
  'undefined',
  '2026-02-30',
  'a'.repeat(300),
  '%F0%9F',
  '\\',
];
const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** As it may stand in a request line: what no line can hold is escaped, a stray percent sign stays. */
const inLine = (value: string): string => value.toWellFormed().replace(/[^!-~]|[#?&/]/gu, encodeURIComponent);

const names = [
  'status',
  'cause',
  'institution',
  'holder',
  'q',
  'refresh',
  'livemode',
  'stale',
  'sort',
  'limit',
  'cursor',
  'kind',
  'mendable',
  'zz',
  '__proto__',
];
const parameter = fc
  .tuple(fc.constantFrom(...names), text)
  .map(([name, value]) => `${name}=${inLine(value)}`);
const query = fc
  .array(parameter, { minLength: 1, maxLength: 4 })
  .map((parameters) => `?${parameters.join('&')}`);

// A cursor of the right form that says something else.
const cursor = fc
  .record({
    o: fc.constantFrom('-createdAt', 'holder', 'zz', ''),
    k: fc.oneof(text, fc.constant(null), fc.integer()),
    i: text,
  })
  .map((value) => `?cursor=${Buffer.from(JSON.stringify(value)).toString('base64url')}`);

const own = {
  Host: new URL(consoleUrl).host,
  Origin: consoleUrl,
  'Content-Type': 'application/json',
  'Idempotency-Key': 'malformed-0001',
};

// Writes name accounts that do not exist: a fault that turns out harmless must not act on anything.
const commands: [method: string, path: string, body: Record<string, unknown>][] = [
  ['POST', '/api/accounts/fca_unknown/refresh', { features: ['balance'] }],
  ['POST', '/api/accounts/fca_unknown/disconnect', { reason: 'No longer needed' }],
  ['POST', '/api/accounts/fca_unknown/read', {}],
  ['PUT', '/api/accounts/fca_unknown/subscription', { features: ['transactions'] }],
  ['DELETE', '/api/accounts/fca_unknown/subscription', { features: ['transactions'] }],
  ['POST', '/api/sessions', { holder: 'not-a-holder', permissions: ['balances'], prefetch: ['ownership'] }],
  ['POST', '/api/sessions/lookup', { id: 'fcsess_unknown' }],
  ['POST', '/api/relinks', { accountId: 'fca_unknown' }],
  ['POST', '/api/backfills', { resume: 'not-a-run' }],
];
const command = fc.constantFrom(...commands);

const spoiledBody = fc
  .tuple(command, fc.nat(9), fc.oneof(fc.jsonValue(), text))
  .map(([[method, path, body], pick, value]) => {
    const fields = [...Object.keys(body), 'zz'];
    const field = fields[pick % fields.length] ?? 'zz';
    return { method, path, headers: own, body: JSON.stringify({ ...body, [field]: value }) };
  });

const brokenBody = fc
  .tuple(
    command,
    fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.constantFrom(
        '{"features":',
        '{"a":1,"a":2}',
        '{"__proto__":{}}',
        `${'['.repeat(5_000)}`,
        '"\\ud800"',
        '{"reason":"\\u0000"}',
        `{"reason":"${'x'.repeat(70_000)}"}`,
      ),
    ),
  )
  .map(([[method, path], body]) => ({ method, path, headers: own, body }));

const spoiledHeader = fc
  .tuple(
    command,
    fc.constantFrom<[string, string | null][]>(
      ['Host', 'evil.example'],
      ['Host', ''],
      ['Origin', 'https://evil.example'],
      ['Origin', null],
      ['Origin', 'null'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Content-Type', 'text/html'],
      ['Content-Type', null],
      ['Content-Encoding', 'gzip'],
      ['Idempotency-Key', null],
      ['Idempotency-Key', ''],
      ['Idempotency-Key', 'k'.repeat(500)],
    ),
  )
  .map(([[method, path, body], [name, value]]) => ({
    method,
    path,
    headers: { ...own, [name]: value },
    body: JSON.stringify(body),
  }));

/** One malformed request; `account` is the id of one that exists, so that reads get past "not found". */
export function malformed(account: string): fc.Arbitrary<RawRequest> {
  const lists = [
    '/api/accounts',
    '/api/accounts/facets',
    `/api/accounts/${account}/transactions`,
    `/api/accounts/${account}/timeline`,
    '/api/sessions',
    '/api/relinks',
    '/api/backfills',
    '/api/overview',
    '/api/search',
    `/api/accounts/${account}`,
  ];
  const question = fc
    .tuple(
      fc.constantFrom(...lists),
      fc.oneof({ weight: 3, arbitrary: query }, { weight: 1, arbitrary: cursor }),
    )
    .map(([path, search]) => ({ method: 'GET', path: path + search, headers: own }));
  const address = fc
    .tuple(
      fc.constantFrom('/api/accounts/', '/api/sessions/', '/api/'),
      text,
      fc.constantFrom('', '/refresh', '/owners', '/..'),
    )
    .map(([start, id, end]) => ({ method: 'GET', path: start + inLine(id) + end, headers: own }));
  const method = fc
    .tuple(command, fc.constantFrom('PATCH', 'OPTIONS', 'PUT', 'DELETE', 'HEAD'))
    .map(([[, path], verb]) => ({ method: verb, path, headers: own, body: '{}' }));
  return fc.oneof(
    { weight: 8, arbitrary: question },
    { weight: 2, arbitrary: address },
    { weight: 4, arbitrary: spoiledBody },
    { weight: 3, arbitrary: brokenBody },
    { weight: 2, arbitrary: spoiledHeader },
    { weight: 1, arbitrary: method },
  );
}
