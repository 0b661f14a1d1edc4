// What Stripe delivers: proven, stored once, applied by the guard, and never lost.
import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { callRoute } from '@/app/api/testing/call-route';
import { auditWords } from '@/domain/audit';
import { db } from '@/server/db';
import { administer, databaseName } from '@/server/testing/database';
import { fillCopy } from '@/server/testing/deeds';
import { useWorld as startWorld } from '@/server/testing/world';
import { applyEvents } from '@/server/webhooks/apply';

const world = startWorld({ accounts: 30 });
beforeAll(fillCopy);

interface Told {
  id: string;
  type: string;
  created: number;
  livemode: boolean;
  data: { object: Record<string, unknown> };
}

const goOn = new AbortController().signal;
const nowSeconds = () => Math.floor(Date.now() / 1000);

function sign(body: string, secret: string, t: number | string = nowSeconds()): string {
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}

async function post(body: string, signature: string): Promise<Response> {
  return await callRoute(
    new Request('http://127.0.0.1:3000/api/webhooks/stripe', {
      method: 'POST',
      headers: { 'Stripe-Signature': signature, Host: '127.0.0.1:3000' },
      body,
    }),
  );
}

const deliver = (event: unknown, secret = 'whsec_test_new') => {
  const body = JSON.stringify(event);
  return post(body, sign(body, secret));
};

/** An event as the emulator has it, of the newest change. */
async function newest(type: string): Promise<Told> {
  const { data } = await world.stripe<{ data: Told[] }>('GET', `/v1/events?type=${type}&limit=1`);
  if (!data[0]) throw new Error(`No event of type ${type}.`);
  return data[0];
}

/** An account that nothing has happened to yet. */
async function takeId(): Promise<string> {
  const row = await db.account.findFirstOrThrow({
    where: { status: 'active', source: 'backfill', NOT: { balanceAsOf: null } },
    select: { id: true },
    orderBy: { id: 'desc' },
  });
  await db.account.update({ where: { id: row.id }, data: { source: 'read' } });
  return row.id;
}

const stored = (id: string) => db.event.findUnique({ where: { id } });

/** An event of our own making, older or newer than what is stored. */
function made(object: Record<string, unknown>, created: number, more: object = {}): Told {
  return {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    type: 'financial_connections.account.deactivated',
    created,
    livemode: false,
    data: { object },
    ...({ object: 'event', api_version: '2026-08-26.preview' } as object),
    ...more,
  };
}

const wire = (id: string) =>
  world.stripe<Record<string, unknown>>('GET', `/v1/financial_connections/accounts/${id}`);

test('a snapshot that is provably newer is applied without a call to Stripe', async () => {
  const id = await takeId();
  await world.control('POST', '/clock', { advanceSeconds: 5 });
  await world.control('POST', `/accounts/${id}/deactivate`, { cause: 'access_expired' });
  const event = await newest('financial_connections.account.deactivated');
  const { data: before } = await world.control<{ data: unknown[] }>('GET', '/ledger?limit=10000');
  expect((await deliver(event)).status).toBe(200);
  expect(await stored(event.id)).toMatchObject({ state: 'due', accountId: id, origin: 'webhook' });
  await applyEvents(goOn);
  expect(await stored(event.id)).toMatchObject({ state: 'applied', result: 'snapshot' });
  expect(await db.account.findUnique({ where: { id } })).toMatchObject({
    status: 'inactive',
    cause: 'access_expired',
    source: 'snapshot',
  });
  const { data: after } = await world.control<{ data: unknown[] }>('GET', '/ledger?limit=10000');
  expect(after).toHaveLength(before.length);
});

test('an event that is not provably newer leads to one read, and the read settles all that wait', async () => {
  const id = await takeId();
  const account = await wire(id);
  const { evidenceAt } = await db.account.findUniqueOrThrow({ where: { id } });
  const second = Math.floor(evidenceAt.getTime() / 1000);
  const events = [second, second - 1, second - 3_600].map((created) =>
    made({ ...account, status: 'inactive' }, created),
  );
  for (const event of events) expect((await deliver(event)).status).toBe(200);
  await applyEvents(goOn);
  for (const event of events) expect(await stored(event.id)).toMatchObject({ state: 'hinted' });
  expect(await db.account.findUnique({ where: { id } })).toMatchObject({ status: 'active' });
  const [jobs] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from graphile_worker.jobs where key = ${`read:${id}`}`;
  expect(jobs?.count).toBe(1);
  const { readAccount } = await import('@/server/sync/account');
  await readAccount(id, 'job');
  for (const event of events) {
    expect(await stored(event.id)).toMatchObject({ state: 'applied', result: 'read' });
  }
  expect(await db.account.findUnique({ where: { id } })).toMatchObject({ status: 'active' });
});

test('the same event many times at once is one row, one job and one effect', async () => {
  const id = await takeId();
  await world.control('POST', '/clock', { advanceSeconds: 5 });
  await world.control('POST', `/accounts/${id}/set-balance`, { current: { usd: 4_242 } });
  await world.control('POST', `/accounts/${id}/deactivate`, {});
  const event = await newest('financial_connections.account.deactivated');
  const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(event)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  await Promise.all([applyEvents(goOn), applyEvents(goOn), applyEvents(goOn)]);
  const changes = await db.accountChange.count({ where: { accountId: id, source: 'snapshot' } });
  expect(changes).toBe(1);
  await deliver(event);
  await applyEvents(goOn);
  expect(await db.accountChange.count({ where: { accountId: id, source: 'snapshot' } })).toBe(1);
});

test('signatures: two secrets count, 300 s both ways, and nothing else does', async () => {
  const event = made({ id: 'fca_signed' }, nowSeconds(), { type: 'customer.created' });
  const body = JSON.stringify(event);
  const now = nowSeconds();
  expect((await post(body, sign(body, 'whsec_test_old'))).status).toBe(200);
  expect((await post(body, sign(body, 'whsec_test_new'))).status).toBe(200);
  expect((await post(body, `${sign(body, 'whsec_gone')},v1=${'0'.repeat(64)}`)).status).toBe(400);
  const both = sign(body, 'whsec_test_new').split(',')[1];
  expect((await post(body, `${sign(body, 'whsec_gone')},${both}`)).status).toBe(200);
  const times: [number | string, number][] = [
    [now - 290, 200],
    [now - 310, 400],
    [now + 290, 200],
    [now + 310, 400],
    ['soon', 400],
    [-now, 400],
  ];
  for (const [t, status] of times) {
    expect((await post(body, sign(body, 'whsec_test_new', t))).status, `t = ${t}`).toBe(status);
  }
  const good = sign(body, 'whsec_test_new');
  for (const bad of ['', 't=', 'v1=', good.replace(',', ', '), good.slice(0, -1), good.toUpperCase()]) {
    const answer = await post(body, bad);
    expect(answer.status, bad).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'signature_invalid' });
  }
  expect((await post(JSON.stringify(event, null, 1), good)).status).toBe(400);
});

test('while Postgres is away a true delivery is told to come again, and a forged one is still known', async () => {
  const event = made({ id: 'fca_away' }, nowSeconds(), { type: 'customer.created' });
  await deliver({ ...event, id: 'evt_before' });
  const name = databaseName();
  await administer(`alter database ${name} with allow_connections false`);
  try {
    await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    const forged = await deliver(event, 'whsec_forged');
    expect(forged.status).toBe(400);
    expect(await forged.json()).toMatchObject({ code: 'signature_invalid' });
    const answer = await deliver(event);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(await answer.json()).toMatchObject({ code: 'database_unavailable' });
  } finally {
    await administer(`alter database ${name} with allow_connections true`);
  }
  await vi.waitFor(async () => expect((await deliver(event)).status).toBe(200), { timeout: 10_000 });
  expect(await stored(event.id)).toMatchObject({ state: 'ignored' });
});

test('what is not ours is kept with its reason; the wrong mode is refused with a notice', async () => {
  const cases: [object, string][] = [
    [{ type: 'customer.created' }, 'unknown_type'],
    [{ object: 'v2.core.event', type: 'v1.financial_connections.account.created' }, 'thin_event'],
    [{ account: 'acct_somebody' }, 'other_account'],
    [{ data: { object: {} } }, 'no_object'],
  ];
  for (const [more, reason] of cases) {
    const event = made({ id: 'fca_strange' }, nowSeconds(), more);
    expect((await deliver(event)).status).toBe(200);
    expect(await stored(event.id)).toMatchObject({ state: 'ignored', reason });
  }
  const live = made({ id: 'fca_live' }, nowSeconds(), { livemode: true });
  const answer = await deliver(live);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'wrong_mode' });
  expect(await stored(live.id)).toBeNull();
  expect(await db.notice.findUnique({ where: { kind: 'wrong_mode' } })).toMatchObject({ times: 1 });
});

test('an event of another version is not believed but read', async () => {
  const id = await takeId();
  const event = made({ ...(await wire(id)), status: 'inactive' }, nowSeconds() + 60, {
    api_version: '2031-01-01',
  });
  await deliver(event);
  await applyEvents(goOn);
  expect(await stored(event.id)).toMatchObject({ state: 'hinted' });
  expect(await db.account.findUnique({ where: { id } })).toMatchObject({ status: 'active' });
});

test('a body that is too large, no JSON, or not an event', async () => {
  const large = 'x'.repeat(1024 * 1024 + 1);
  expect((await post(large, sign(large, 'whsec_test_new'))).status).toBe(413);
  for (const body of ['{', '[]', '{"id":1}', '"evt"', 'null']) {
    expect((await post(body, sign(body, 'whsec_test_new'))).status, body).toBe(400);
  }
  const strange = made({ id: 'fca_\u0000', name: '\ud800', constructor: 'x' }, nowSeconds(), { type: 'a.b' });
  expect((await deliver(strange)).status).toBe(200);
});

test('a poisonous event is tried eight times, then dead, and delays no other', async () => {
  const id = await takeId();
  const account = await wire(id);
  // Our parsing lets nothing through that the table refuses, so the table is taught to refuse something.
  await db.$executeRaw`
    create function refuse_poison() returns trigger language plpgsql as
    $$ begin if new.last4 = 'evil' then raise exception 'poison'; end if; return new; end $$`;
  await db.$executeRaw`
    create trigger refuse_poison before insert on accounts for each row execute function refuse_poison()`;
  const bad = made({ ...account, id: 'fca_poison', last4: 'evil' }, nowSeconds() + 30);
  await deliver(bad);
  const good = made({ ...account, status: 'inactive' }, nowSeconds() + 120);
  await deliver(good);
  await applyEvents(goOn);
  expect(await stored(good.id)).toMatchObject({ state: 'applied' });
  for (let attempt = 1; attempt < 8; attempt += 1) {
    expect(await stored(bad.id)).toMatchObject({ state: 'due', attempts: attempt });
    await db.event.update({ where: { id: bad.id }, data: { dueAt: new Date() } });
    await applyEvents(goOn);
  }
  expect(await stored(bad.id)).toMatchObject({ state: 'dead', attempts: 8 });
  await applyEvents(goOn);
  expect(await stored(bad.id)).toMatchObject({ state: 'dead', attempts: 8 });
  expect(await db.auditEntry.findFirst({ where: { targetId: bad.id } })).toMatchObject({
    verb: 'event.give_up',
  });
  expect(auditWords('event.give_up')).toBe('Give up an event');
});

test('the order in which snapshots come changes nothing in the end', { timeout: 60_000 }, async () => {
  const id = await takeId();
  const account = await wire(id);
  const begin = nowSeconds() + 1_000;
  let step = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6, maxLength: 6 }),
      fc.array(fc.nat(5), { maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      async (order, doubled, pauses) => {
        step += 100;
        const events = order.map((_, i) =>
          made({ ...account, display_name: `State ${step + i}` }, begin + step + i, {
            type: 'financial_connections.account.refreshed_balance',
          }),
        );
        let shown = '';
        for (const [n, i] of [...order, ...doubled].entries()) {
          await deliver(events[i]);
          if (pauses[n]) await applyEvents(goOn);
          const { displayName } = await db.account.findUniqueOrThrow({ where: { id } });
          if (displayName?.startsWith('State ')) {
            expect(Number(displayName.slice(6))).toBeGreaterThanOrEqual(Number(shown.slice(6)));
            shown = displayName;
          }
        }
        await applyEvents(goOn);
        expect(await db.account.findUniqueOrThrow({ where: { id } })).toMatchObject({
          displayName: `State ${step + 5}`,
        });
      },
    ),
    { numRuns: 12 },
  );
});

test('a dead letter is replayed once its cause is gone, and replaying it twice does no more', async () => {
  const dead = await db.event.findFirstOrThrow({ where: { state: 'dead' } });
  await db.$executeRaw`drop trigger refuse_poison on accounts`;
  const replay = () =>
    callRoute(
      new Request(`http://127.0.0.1:3000/api/events/${dead.id}/replay`, {
        method: 'POST',
        headers: {
          Host: '127.0.0.1:3000',
          Origin: 'http://127.0.0.1:3000',
          'Content-Type': 'application/json',
          'Idempotency-Key': randomUUID(),
        },
        body: '{}',
      }),
    );
  for (const answer of await Promise.all([replay(), replay()])) expect(answer.status).toBe(200);
  await Promise.all([applyEvents(goOn), applyEvents(goOn)]);
  expect(await stored(dead.id)).toMatchObject({ state: 'applied', result: 'snapshot' });
  expect(await db.accountChange.count({ where: { accountId: 'fca_poison' } })).toBe(1);
});
