// Stripe in trouble, played by a server of the test's own: outages, hangs, refused keys, floods. Counted, not timed.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '@/server/db';
import { useDatabase } from '@/server/testing/database';

useDatabase();
const timings = { peopleWaitMs: 1_500, jobsWaitMs: 4_000, probeMs: 500, refusedMs: 1_500 };
process.env.RELINK_TIMINGS = JSON.stringify(timings);

type Answerer = (request: IncomingMessage, response: ServerResponse, no: number) => void;

const self = { id: 'acct_1', object: 'account' };
const account = { id: 'fca_1', object: 'financial_connections.account', status: 'active' };
let answerer: Answerer;
let seen: { path: string; at: number }[] = [];
const sockets = new Set<Socket>();
const server = createServer((request, response) => {
  seen.push({ path: request.url ?? '', at: performance.now() });
  answerer(request, response, seen.length);
});
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1', ...headers });
  response.end(JSON.stringify(body));
}
const refusal = (response: ServerResponse, status: number, headers: Record<string, string> = {}) =>
  json(response, status, { error: { type: 'invalid_request_error', message: 'No' } }, headers);
const ok: Answerer = ({ url }, response) => json(response, 200, url === '/v1/account' ? self : account);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.STRIPE_API_BASE = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  await db.$executeRaw`truncate stripe_limits`;
  await db.$executeRaw`update stripe_health set is_open = false, probed_at = null`;
  vi.resetModules();
  answerer = ok;
});

/** A process's client that knows its version already. */
async function start() {
  const client = await import('./../client');
  await client.versionInUse();
  seen = [];
  return client;
}

interface Failure {
  code: string;
  mayHaveHappened: boolean;
  httpStatus: number | null;
  message: string;
}
async function failure(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  // The class is loaded anew for each test, so it is told by its name.
  if (error instanceof Error && error.name === 'StripeCallError') return error as Error & Failure;
  throw new Error('The call did not fail as it should.', { cause: error });
}
const times = <T>(count: number, work: (no: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, no) => work(no)));
const waitMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(isSo: () => Promise<boolean>, ms = 10_000): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; await waitMs(50))
    if (await isSo()) return;
  throw new Error('It did not come to be.');
}

/** What the rows say that the console shows. */
async function stateNow(): Promise<string> {
  const health = await db.stripeHealth.findUniqueOrThrow({ where: { id: 1 } });
  if (health.isOpen) return 'not_answering';
  const refused = await db.stripeLimit.findMany({
    where: { refusedMs: { not: null } },
    select: { name: true },
  });
  return refused.length > 0 ? `refused: ${refused.map(({ name }) => name).join()}` : 'answering';
}

describe('second tries', () => {
  test('a lost connection, a lock and a 5xx are tried again once, under the same key', async () => {
    const { postDisconnect, retrieveAccount } = await start();
    const bad: Answerer[] = [
      ({ socket }) => socket.destroy(),
      (_, response) => refusal(response, 409),
      (_, response) => refusal(response, 429),
      (_, response) => refusal(response, 500),
    ];
    for (const first of bad) {
      seen = [];
      answerer = (request, response, no) => (no === 1 ? first : ok)(request, response, no);
      await postDisconnect('job', 'fca_1', 'key');
      await retrieveAccount('interactive', 'fca_1');
      expect(seen).toHaveLength(3);
    }
  });

  test('what Stripe has stored for the key, refused or limited is not', async () => {
    const { postRefresh } = await start();
    const final: [number, Record<string, string>, string][] = [
      [500, { 'stripe-should-retry': 'false' }, 'stripe_unavailable'],
      [400, {}, 'stripe_failed'],
      [429, { 'stripe-rate-limited-reason': 'global-rate' }, 'rate_limited'],
    ];
    for (const [status, headers, code] of final) {
      seen = [];
      answerer = (_, response) => refusal(response, status, headers);
      expect((await failure(postRefresh('job', 'fca_1', ['balance'], 'key'))).code).toBe(code);
      expect(seen).toHaveLength(1);
    }
  });

  test('a refused key after a try with unknown effect leaves the effect unknown', async () => {
    const { postDisconnect } = await start();
    answerer = (request, response, no) => (no === 1 ? request.socket.destroy() : refusal(response, 401));
    expect(await failure(postDisconnect('interactive', 'fca_1', 'key'))).toMatchObject({
      code: 'stripe_unavailable',
      mayHaveHappened: true,
    });
  });

  test('a second try that was never sent leaves the effect of the first unknown', async () => {
    const { tellingError } = await import('./retry');
    const { unsent } = await import('../call-error');
    const { postDisconnect } = await start();
    answerer = (_, response) => refusal(response, 500, { 'stripe-should-retry': 'false' });
    const first = await postDisconnect('interactive', 'fca_1', 'key').catch((error) => error);
    const second = unsent('stripe_unavailable', 'Stripe has not answered.', 'interactive');
    expect(second.mayHaveHappened).toBe(false);
    expect(tellingError(first, second)).toMatchObject({ httpStatus: 500, mayHaveHappened: true });
  });

  test('with 30 % failing, second tries stay a tenth of the calls once their first ten are spent', async () => {
    const { retrieveAccount } = await start();
    let random = 7;
    // Seeded, and never ten in a row.
    answerer = (request, response, no) => {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      (random / 2 ** 31 < 0.3 ? (_: IncomingMessage, to: ServerResponse) => refusal(to, 503) : ok)(
        request,
        response,
        no,
      );
    };
    const jobs = 300;
    let done = 0;
    await times(jobs, async (no) => {
      for (let run = 0; run < 10; run += 1) {
        const isDone = await retrieveAccount(no % 2 ? 'job' : 'bulk', 'fca_1').then(
          () => true,
          () => false,
        );
        if (isDone) {
          done += 1;
          return;
        }
      }
    });
    expect(done).toBe(jobs);
    // Each run of a job is a call; what is beyond the runs needed is at most the first ten and a tenth.
    expect(seen.length).toBeLessThan((jobs / 0.7) * 1.2);
  });
});

describe('an outage', () => {
  test('is noticed within ten failures, told at once to people, waited for by jobs, and ends by itself', async () => {
    const { retrieveAccount } = await start();
    answerer = (_, response) => refusal(response, 503);
    for (let no = 0; (await stateNow()) !== 'not_answering' && no < 12; no += 1) {
      await failure(retrieveAccount('interactive', 'fca_1'));
      await waitMs(20);
    }
    expect(seen.filter(({ path }) => path !== '/v1/account').length).toBeLessThanOrEqual(10);

    seen = [];
    const startedAt = performance.now();
    const told = await times(50, () => failure(retrieveAccount('interactive', 'fca_1')));
    expect(new Set(told.map(({ code }) => code))).toEqual(new Set(['stripe_unavailable']));
    expect(told[0]).toMatchObject({
      mayHaveHappened: false,
      message: expect.stringContaining('has not answered since'),
    });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await waitMs(2_000);
    // One try every half second, and nothing else.
    expect(seen.every(({ path }) => path === '/v1/account')).toBe(true);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(seen.length).toBeLessThanOrEqual(8);

    const waiting = retrieveAccount('job', 'fca_1');
    await waitMs(200);
    answerer = ok;
    expect((await waiting).data.id).toBe('fca_1');
    expect(await stateNow()).toBe('answering');
    expect((await retrieveAccount('interactive', 'fca_1')).data.id).toBe('fca_1');
  });

  test('is one for all processes: they hear of it before they ask, and one of them tries', async () => {
    const first = await start();
    vi.resetModules();
    const second = await start();
    const { watchStripe } = await import('./breaker');
    answerer = (_, response) => refusal(response, 500);
    for (let no = 0; no < 12 && (await stateNow()) === 'answering'; no += 1) {
      await failure(first.retrieveAccount('interactive', 'fca_1'));
    }
    seen = [];
    expect((await failure(second.retrieveAccount('interactive', 'fca_1'))).message).toMatch(
      /has not answered/,
    );
    await watchStripe();
    await waitMs(2_200);
    expect(seen.every(({ path }) => path === '/v1/account')).toBe(true);
    expect(seen.length).toBeLessThanOrEqual(6);
    answerer = ok;
    await until(async () => (await stateNow()) === 'answering');
    // Both go on.
    await until(() =>
      times(2, async (no) => {
        await (no ? first : second).retrieveAccount('interactive', 'fca_1');
      }).then(
        () => true,
        () => false,
      ),
    );
  });

  test('hung calls count from their beginning', async () => {
    const { isOutage, noFailures, withFailure } = await import('./tally');
    let tally = noFailures;
    for (const sentMs of [100, 90, 95]) tally = withFailure(tally, sentMs);
    expect(isOutage(tally, 5_000)).toBe(false);
    expect(isOutage(tally, 5_090)).toBe(true);
    expect(isOutage(withFailure(withFailure(noFailures, 0), 0), 60_000)).toBe(false);
    for (let no = 0; no < 7; no += 1) tally = withFailure(tally, 101);
    expect(isOutage(tally, 200)).toBe(true);
    // Three bad nights are no outage.
    tally = noFailures;
    for (const night of [1, 2, 3]) tally = withFailure(tally, night * 86_400_000);
    expect(isOutage(tally, 3 * 86_400_000)).toBe(false);
  });
});

describe('deadlines and lines', () => {
  test('hangs and drips end in time and leave no socket behind', async () => {
    const { retrieveAccount } = await start();
    const before = sockets.size;
    answerer = ({ url }, response) => {
      if (url === '/v1/account') return json(response, 200, self);
      if (url?.endsWith('hang')) return;
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    };
    const startedAt = performance.now();
    const people = times(8, (no) => failure(retrieveAccount('interactive', no % 2 ? 'drip' : 'hang')));
    const jobs = times(6, (no) => failure(retrieveAccount('job', no % 2 ? 'drip' : 'hang')));
    expect(new Set((await people).map(({ code }) => code))).toEqual(new Set(['stripe_timeout']));
    expect(performance.now() - startedAt).toBeLessThan(timings.peopleWaitMs + 700);
    // Two of the jobs waited for a line, and in vain: their time ran meanwhile.
    for (const { code } of await jobs) expect(['stripe_timeout', 'stripe_unavailable']).toContain(code);
    expect(performance.now() - startedAt).toBeLessThan(timings.jobsWaitMs + 700);
    // Node's client opens idle ones in their place, which close when nobody uses them.
    await until(() => Promise.resolve(sockets.size <= before + 1), 12_000);
  });

  test('people are not hindered by hung calls of the background', async () => {
    const { retrieveAccount } = await start();
    answerer = (request, response, no) =>
      request.url?.endsWith('hang') ? undefined : ok(request, response, no);
    const hung = times(20, (no) => failure(retrieveAccount(no % 2 ? 'bulk' : 'job', 'hang')));
    const hanging = () => seen.filter(({ path }) => path.endsWith('hang')).length;
    await until(() => Promise.resolve(hanging() === 8), 5_000);
    await waitMs(100);
    expect(hanging()).toBe(8);
    const startedAt = performance.now();
    await times(40, () => retrieveAccount('interactive', 'fca_1'));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await hung;
  });
});

describe('a refused key', () => {
  test('is tried once per pause by whoever calls, said in the console, and forgotten when it is good again', async () => {
    const { retrieveAccount, retrieveSession } = await start();
    answerer = (_, response) => refusal(response, 401);
    await failure(retrieveAccount('interactive', 'fca_1'));
    expect(await stateNow()).toBe('refused: all');
    for (let no = 0; no < 10; no += 1) {
      const error = await failure(
        no % 2 ? retrieveAccount('job', 'fca_1') : retrieveSession('interactive', 's'),
      );
      expect(error).toMatchObject({ code: 'stripe_failed', httpStatus: null, mayHaveHappened: no % 2 === 1 });
    }
    expect(seen).toHaveLength(1);
    await waitMs(timings.refusedMs);
    for (let no = 0; no < 5; no += 1) await failure(retrieveAccount('job', 'fca_1'));
    expect(seen).toHaveLength(2);
    await waitMs(timings.refusedMs);
    answerer = ok;
    await retrieveAccount('job', 'fca_1');
    expect(await stateNow()).toBe('answering');
    await times(4, () => retrieveAccount('interactive', 'fca_1'));
  });

  test('a right that is missing stops its operation alone', async () => {
    const { postRefresh, retrieveAccount } = await start();
    answerer = (request, response, no) =>
      request.url?.endsWith('/refresh') ? refusal(response, 403) : ok(request, response, no);
    for (let no = 0; no < 5; no += 1) await failure(postRefresh('job', 'fca_1', ['balance'], `key-${no}`));
    expect(seen).toHaveLength(1);
    expect(await stateNow()).toBe('refused: accounts.refresh');
    await retrieveAccount('interactive', 'fca_1');
    expect(await stateNow()).toBe('refused: accounts.refresh');
  });
});

describe('too many requests', () => {
  test('slows everyone down, and none is lost', async () => {
    process.env.STRIPE_RATE_LIMIT = '50';
    vi.resetModules();
    const { listAccountsPage, retrieveAccount } = await start();
    answerer = (_, response) => refusal(response, 429, { 'stripe-rate-limited-reason': 'global-rate' });
    expect((await failure(retrieveAccount('interactive', 'fca_1'))).code).toBe('rate_limited');
    const cut = await db.stripeLimit.findUniqueOrThrow({ where: { name: 'all' } });
    expect(cut.cutFactor).toBe(0.5);
    answerer = (_, response) => refusal(response, 429, { 'stripe-rate-limited-reason': 'endpoint-rate' });
    await failure(listAccountsPage('job', null));
    expect((await db.stripeLimit.findUniqueOrThrow({ where: { name: 'accounts.list' } })).cutFactor).toBe(
      0.5,
    );
    expect((await db.stripeLimit.findUniqueOrThrow({ where: { name: 'accounts.retrieve' } })).cutFactor).toBe(
      1,
    );
    answerer = ok;
    seen = [];
    await times(30, (no) => retrieveAccount(no % 3 ? 'job' : 'interactive', 'fca_1').catch(() => null));
    const most = Math.max(
      ...seen.map(({ at }) => seen.filter((one) => one.at >= at && one.at < at + 1_000).length),
    );
    expect(most).toBeLessThanOrEqual(20);
    process.env.STRIPE_RATE_LIMIT = '5000';
  });
});

describe('foreign answers', () => {
  const huge = Buffer.alloc(21 * 1024 * 1024, ' ');
  test.each([
    ['a page of 21 MiB', {}, huge],
    ['a bomb of 64 MiB in 64 KiB', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(64 * 1024 * 1024))],
  ])('%s is cut at 20 MiB and typed', async (_, headers, body) => {
    const { retrieveAccount } = await start();
    answerer = (__, response) => {
      response.on('error', () => undefined);
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      response.end(body);
    };
    const before = process.memoryUsage().rss;
    const error = await failure(retrieveAccount('bulk', 'fca_1'));
    expect(error).toMatchObject({ code: 'stripe_failed', message: expect.stringContaining('20 MiB') });
    expect(seen).toHaveLength(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 * 1024);
  });
});

describe('Postgres away', () => {
  test('people go on at a careful rate of this process alone', async () => {
    const { retrieveAccount } = await start();
    const name = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1);
    const url = process.env.DATABASE_URL;
    process.env.DATABASE_URL = url?.replace(name, 'not_there');
    vi.resetModules();
    const alone = await start();
    const startedAt = performance.now();
    await alone.retrieveAccount('interactive', 'fca_1');
    expect(performance.now() - startedAt).toBeLessThan(1_400);
    process.env.DATABASE_URL = url;
    await retrieveAccount('interactive', 'fca_1');
  });
});
