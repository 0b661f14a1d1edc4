// Malformed requests over the whole API: none may be taken for a fault of the server. Used on handlers and over HTTP.
import 'server-only';
import fc from 'fast-check';

export interface FuzzRequest {
  method: string;
  /** Path and query exactly as they go on the wire. */
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface FuzzAnswer {
  status: number;
  contentType: string;
  body: string;
}

export interface FuzzOptions {
  runs: number;
  seed: number;
  /** The console's own origin: a request that passes every other check. */
  origin: string;
  /** An account that exists, so that reads get past "not found". */
  accountId: string;
}

/** Sends malformed requests; throws with the smallest one that got a 5xx or an answer of another shape. Counts by status. */
export async function fuzz(
  send: (request: FuzzRequest) => Promise<FuzzAnswer>,
  options: FuzzOptions,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(malformed(options), async (request) => {
      const answer = await send(request);
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
      checkAnswer(answer);
    }),
    { numRuns: options.runs, seed: options.seed },
  );
  return counts;
}

function checkAnswer({ status, contentType, body }: FuzzAnswer): void {
  if (status >= 500) throw new Error(`Answered ${status}: ${body.slice(0, 500)}`);
  if (status < 400) return;
  // What the framework refuses before a route is asked has no problem of ours, and HEAD has no body.
  if (body === '' || !contentType.includes('problem+json')) return;
  const problem: unknown = JSON.parse(body);
  const isProblem =
    typeof problem === 'object' && problem !== null && 'code' in problem && 'detail' in problem;
  if (!isProblem) throw new Error(`Not a problem: ${body.slice(0, 500)}`);
  if (body.length > 20_000) throw new Error(`A refusal of ${body.length} characters repeats what was sent.`);
}

/** A request that would pass: faults are put into it. */
interface Base {
  method: string;
  path: string;
  body: Record<string, unknown> | null;
}

interface Read {
  path: string;
  /** The parameters that it takes, so that faults get past the names and into the values. */
  names: string[];
  /** The default order, which its cursors name. */
  order: string;
}

const filters = [
  'status',
  'cause',
  'action',
  'institution',
  'holder',
  'permission',
  'refresh',
  'livemode',
  'stale',
  'q',
];

const reads = (id: string): Read[] => [
  { path: '/api/accounts', names: [...filters, 'sort', 'limit', 'cursor'], order: '-createdAt' },
  { path: '/api/accounts/facets', names: filters, order: '' },
  { path: `/api/accounts/${id}/transactions`, names: ['limit', 'cursor'], order: '-transactedAt' },
  { path: `/api/accounts/${id}/timeline`, names: ['kind', 'limit', 'cursor'], order: '-at' },
  { path: `/api/accounts/${id}/balances`, names: ['currency', 'from'], order: '' },
  { path: `/api/accounts/${id}/refreshes`, names: ['from'], order: '' },
  { path: `/api/accounts/${id}/neighbours`, names: [...filters, 'sort'], order: '-createdAt' },
  {
    path: '/api/sessions',
    names: ['outcome', 'origin', 'holder', 'q', 'sort', 'limit', 'cursor'],
    order: '-firstSeenAt',
  },
  {
    path: '/api/relinks',
    names: ['cause', 'institution', 'mendable', 'limit', 'cursor'],
    order: 'inactiveSince',
  },
  { path: '/api/backfills', names: ['limit', 'cursor'], order: '-createdAt' },
  { path: '/api/runs', names: ['kind', 'limit', 'cursor'], order: '-createdAt' },
  ...[
    '/api/overview',
    `/api/accounts/${id}`,
    `/api/accounts/${id}/owners`,
    '/api/sessions/fcsess_unknown',
    '/api/ready',
  ].map((path) => ({ path, names: ['limit'], order: '' })),
];

// Writes go to accounts that do not exist: a fault that turns out harmless must not act on anything.
const writes: Base[] = [
  { method: 'POST', path: '/api/accounts/fca_unknown/refresh', body: { features: ['balance'] } },
  { method: 'POST', path: '/api/accounts/fca_unknown/disconnect', body: { reason: 'No longer needed' } },
  { method: 'PUT', path: '/api/accounts/fca_unknown/subscription', body: { features: ['transactions'] } },
  { method: 'DELETE', path: '/api/accounts/fca_unknown/subscription', body: { features: ['transactions'] } },
  {
    method: 'POST',
    path: '/api/sessions',
    body: { holder: 'cus_1', permissions: ['balances'], prefetch: [] },
  },
  { method: 'POST', path: '/api/sessions/lookup', body: { id: 'fcsess_unknown' } },
  { method: 'POST', path: '/api/relinks', body: { accountId: 'fca_unknown' } },
  { method: 'POST', path: '/api/backfills', body: { resume: '00000000-0000-4000-8000-000000000000' } },
];

function malformed({ origin, accountId }: FuzzOptions): fc.Arbitrary<FuzzRequest> {
  const readBase = fc
    .constantFrom(...reads(accountId))
    .map(({ path }): Base => ({ method: 'GET', path, body: null }));
  const askedBadly = fc
    .constantFrom(...reads(accountId))
    .chain((read) =>
      badQuery(read).map((query): Base => ({ method: 'GET', path: read.path + query, body: null })),
    );
  const writeBase = fc.constantFrom(...writes);
  const asRequest = ({ method, path, body }: Base): FuzzRequest => ({
    method,
    path,
    headers: {
      Host: new URL(origin).host,
      Origin: origin,
      'Content-Type': 'application/json',
      'Idempotency-Key': 'fuzz-key-1',
    },
    body: body && JSON.stringify(body),
  });
  return fc.oneof(
    { weight: 8, arbitrary: askedBadly.map(asRequest) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.oneof(readBase, writeBase), badPath)
        .map(([base, path]) => asRequest({ ...base, path })),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(writeBase, fc.integer({ min: 0 }), badValue)
        .map(([base, pick, value]) => ({ ...asRequest(base), body: spoil(base.body ?? {}, pick, value) })),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(writeBase, badBody).map(([base, body]) => ({ ...asRequest(base), body })),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(writeBase, badHeader).map(([base, header]) => withHeader(asRequest(base), header)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(readBase, badHost).map(([base, header]) => withHeader(asRequest(base), header)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.oneof(readBase, writeBase), fc.constantFrom('PATCH', 'OPTIONS', 'DELETE', 'HEAD', 'QUERY'))
        .map(([base, method]) => ({ ...asRequest({ ...base, body: null }), method })),
    },
  );
}

const withHeader = (request: FuzzRequest, [name, value]: [string, string | null]): FuzzRequest => {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([known]) => known !== name));
  return { ...request, headers: value === null ? headers : { ...headers, [name]: value } };
};

const hostileTexts = [
  '',
  ' ',
  '\0',
  '\u202e',
  '%',
  '%00',
  '%zz',
  "' or 1=1--",
  '__proto__',
  'constructor',
  '-0',
  'NaN',
  '1e309',
  '../..',
  '\\',
  '{}',
  '[]',
  'x'.repeat(5000),
  '💥'.repeat(300),
];
const text = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

/** Names that no list takes, some of them prototypes'. */
const otherNames = ['__proto__', 'toString', 'limit[]', 'unknown', ''];

const times = [
  'infinity',
  '-infinity',
  '2026-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  'now',
  '2026-02-30T00:00:00Z',
];

const cursorOf = (order: string) =>
  fc
    .record({
      o: fc.oneof({ weight: 4, arbitrary: fc.constant(order) }, { weight: 1, arbitrary: text }),
      k: fc.oneof(fc.constantFrom(...times), fc.constant(null), text),
      i: fc.oneof(fc.constantFrom('fca_1', '00000000-0000-4000-8000-000000000000'), text),
    })
    .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));

/** Hostile values for the parameters of a list, some not even percent-encoded. */
function badQuery({ names, order }: Read): fc.Arbitrary<string> {
  const pair = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...names), text, fc.boolean()) },
    {
      weight: names.includes('cursor') ? 4 : 0,
      arbitrary: fc.tuple(fc.constant('cursor'), cursorOf(order), fc.constant(false)),
    },
    { weight: 1, arbitrary: fc.tuple(fc.oneof(fc.constantFrom(...otherNames), text), text, fc.boolean()) },
  );
  return fc
    .array(pair, { minLength: 1, maxLength: 3 })
    .map((pairs) =>
      pairs.map(
        ([name, value, isRaw]) => `${escapeText(name)}=${isRaw ? rawText(value) : escapeText(value)}`,
      ),
    )
    .map((pairs) => `?${pairs.join('&')}`);
}

const escapeText = (value: string) => encodeURIComponent(value.toWellFormed());
/** As a careless client sends it: percent signs stay, only what no request line can hold is escaped. */
const rawText = (value: string) => value.toWellFormed().replace(/[^!-~]|[#?&]/gu, encodeURIComponent);

const badPath: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('/api/accounts/', '/api/sessions/', '/api/accounts/fca_1/', '/api/', '/api/relinks/'),
    text,
    fc.boolean(),
    fc.constantFrom('', '/refresh', '/owners', '/timeline', '/..'),
  )
  .map(([start, id, isRaw, end]) => start + (isRaw ? rawText(id) : escapeText(id)) + end);

const badValue: fc.Arbitrary<unknown> = fc.constantFrom(
  null,
  -1,
  1e308,
  '\0',
  'x'.repeat(5000),
  '💥',
  [null],
  [[]],
  { zz: 1 },
  true,
  ['__proto__'],
);

/** The body with one field of another kind, or with one that no command knows. */
function spoil(body: Record<string, unknown>, pick: number, value: unknown): string {
  const fields = [...Object.keys(body), 'zz_unknown'];
  return JSON.stringify({ ...body, [fields[pick % fields.length] ?? 'zz_unknown']: value });
}

const badBody: fc.Arbitrary<string> = fc.oneof(
  fc.string({ minLength: 1, maxLength: 200 }).map((value) => `{${value}`),
  fc.array(fc.jsonValue()).map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => JSON.stringify({ zz_unknown: value })),
  fc.constantFrom(
    '{"__proto__":{"features":["balance"]}}',
    '{"constructor":{"prototype":{}}}',
    '{"features":["balance"],"features":["balance"]}',
    `${'['.repeat(30_000)}`,
    `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`,
    `"${'x'.repeat(70_000)}"`,
    '{"reason":"\\ud800","features":"\\u0000"}',
    '\u{feff}{}x',
  ),
);

const badHost = fc
  .constantFrom('evil.example', '127.0.0.1:1', 'localhost.evil.example', '[::1', 'a b', '-')
  .map((host): [string, string] => ['Host', host]);

const badHeader: fc.Arbitrary<[string, string | null]> = fc.oneof(
  badHost,
  fc
    .constantFrom(null, 'null', 'https://evil.example', 'http://', '%zz')
    .map((origin): [string, string | null] => ['Origin', origin]),
  fc.constantFrom('cross-site', 'none', '').map((site): [string, string] => ['Sec-Fetch-Site', site]),
  fc
    .constantFrom(null, 'text/plain', 'application/json; charset=utf-7', 'multipart/form-data')
    .map((type): [string, string | null] => ['Content-Type', type]),
  fc
    .constantFrom(null, '', 'short', 'k'.repeat(4000))
    .map((key): [string, string | null] => ['Idempotency-Key', key]),
  fc.constantFrom('gzip', 'br').map((encoding): [string, string] => ['Content-Encoding', encoding]),
);
