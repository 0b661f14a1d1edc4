// Whatever order, loss and doubling the deliveries suffer: in the end the copy is Stripe's state, and it never went back.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { callRoute } from '@/app/api/testing/call-route';
import { db } from '@/server/db';
import { readAccount } from '@/server/sync/account';
import { fillCopy } from '@/server/testing/deeds';
import { useWorld as startWorld } from '@/server/testing/world';
import { applyEvents } from '@/server/webhooks/apply';
import { storeEvent } from '@/server/webhooks/receive';

const world = startWorld({ accounts: 400 });
beforeAll(fillCopy);

interface Told {
  id: string;
  created: number;
}
interface Page<T> {
  data: T[];
  has_more: boolean;
}

const goOn = new AbortController().signal;

async function deliver(event: Told): Promise<void> {
  const body = JSON.stringify(event);
  const t = Math.floor(Date.now() / 1000);
  const v1 = createHmac('sha256', 'whsec_test_new').update(`${t}.${body}`).digest('hex');
  const answer = await callRoute(
    new Request('http://127.0.0.1:3000/api/webhooks/stripe', {
      method: 'POST',
      headers: { 'Stripe-Signature': `t=${t},v1=${v1}`, Host: '127.0.0.1:3000' },
      body,
    }),
  );
  expect(answer.status).toBe(200);
}

/** What happened since the event with this id, oldest first. */
async function eventsSince(id: string): Promise<Told[]> {
  const { data } = await world.stripe<Page<Told>>('GET', `/v1/events?limit=100&ending_before=${id}`);
  return data.toReversed();
}

async function newestId(): Promise<string> {
  const { data } = await world.stripe<Page<Told>>('GET', '/v1/events?limit=1');
  return data[0]?.id ?? '';
}

/** What a bank or a customer does. */
const changes = [
  (id: string) => world.control('POST', `/accounts/${id}/deactivate`, { cause: 'access_expired' }),
  (id: string) => world.control('POST', `/accounts/${id}/reactivate`, {}),
  (id: string) =>
    world.control('POST', `/accounts/${id}/forecast`, { expectedDeactivationAt: '2027-03-01T00:00:00Z' }),
  (id: string) => world.control('POST', `/accounts/${id}/forecast`, { expectedDeactivationAt: null }),
  (id: string) => world.control('POST', `/accounts/${id}/disconnect`, {}),
  (id: string) =>
    world.stripe('POST', `/v1/financial_connections/accounts/${id}/refresh`, { 'features[]': 'balance' }),
];

interface Shown {
  version: bigint;
  stamps: (number | null)[];
  status: string;
}

/** What a reader is shown of these accounts now. */
async function look(ids: string[]): Promise<Map<string, Shown>> {
  const rows = await db.account.findMany({ where: { id: { in: ids } } });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        version: row.version,
        status: row.status,
        stamps: [row.balanceAsOf, row.balanceRefreshAttemptedAt, row.transactionRefreshAttemptedAt].map(
          (stamp) => stamp?.getTime() ?? null,
        ),
      },
    ]),
  );
}

function expectNoStepBack(before: Map<string, Shown>, after: Map<string, Shown>): void {
  for (const [id, then] of before) {
    const now = after.get(id);
    if (!now) throw new Error(`${id} is gone.`);
    expect(now.version).toBeGreaterThanOrEqual(then.version);
    if (then.status === 'disconnected') expect(now.status).toBe('disconnected');
    for (const [i, stamp] of then.stamps.entries()) {
      if (stamp !== null) expect(now.stamps[i] ?? Number.NEGATIVE_INFINITY).toBeGreaterThanOrEqual(stamp);
    }
  }
}

/** The reads that the queue would do. */
async function readHinted(): Promise<void> {
  const hints = await db.hint.findMany({ distinct: ['targetId'], select: { targetId: true } });
  for (const { targetId } of hints) await readAccount(targetId, 'job');
}

async function expectStripesState(ids: string[]): Promise<void> {
  for (const id of ids) {
    const wire = await world.stripe<{ status: string; display_name: string; balance_refresh: object | null }>(
      'GET',
      `/v1/financial_connections/accounts/${id}`,
    );
    const row = await db.account.findUniqueOrThrow({ where: { id } });
    const raw = row.raw as typeof wire;
    // A refresh may end between the two looks: what is compared is what events and reads have told.
    expect({ status: row.status, raw: raw.status }, id).toEqual({ status: wire.status, raw: wire.status });
    expect(raw.balance_refresh, id).toEqual(wire.balance_refresh);
  }
}

const Step = fc.record({ account: fc.nat(4), change: fc.nat(changes.length - 1), pause: fc.nat(2) });

test('any order, loss and doubling of events ends in Stripe’s state, and what was shown never goes back', {
  timeout: 120_000,
}, async () => {
  const taken = new Set<string>();
  let heard = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(Step, { minLength: 6, maxLength: 14 }),
      fc.infiniteStream(fc.nat(1_000)),
      async (steps, chance) => {
        const next = () => Number(chance.next().value);
        const rows = await db.account.findMany({
          where: { status: 'active', id: { notIn: [...taken] }, permissions: { has: 'balances' } },
          take: 5,
          select: { id: true },
        });
        const ids = rows.map(({ id }) => id);
        for (const id of ids) taken.add(id);
        expect(ids, 'accounts that no earlier run has changed').toHaveLength(5);
        const begin = await newestId();
        for (const { account, change, pause } of steps) {
          if (pause > 0) await world.control('POST', '/clock', { advanceSeconds: pause });
          // What is not possible any more, as on a disconnected account, is refused: nothing happens then.
          await changes[change]?.(ids[account] ?? '').catch((error: Error) =>
            expect(error.message).toMatch(/: 4/),
          );
        }
        await world.control('POST', '/clock', { advanceSeconds: 10 });
        const events = await eventsSince(begin);
        heard += events.length;
        const deliveries = events
          .flatMap((event) => (next() < 200 ? [] : next() < 300 ? [event, event] : [event]))
          .map((event) => ({ event, at: next() }))
          .toSorted((a, b) => a.at - b.at);
        let shown = await look(ids);
        for (const { event } of deliveries) {
          await deliver(event);
          if (next() < 500) await applyEvents(goOn);
          if (next() < 200) await readHinted();
          const now = await look(ids);
          expectNoStepBack(shown, now);
          shown = now;
        }
        // What never came is found in the list of events, as the sweep does.
        for (const event of events) await storeEvent(event, 'sweep');
        await applyEvents(goOn);
        await readHinted();
        expectNoStepBack(shown, await look(ids));
        await expectStripesState(ids);
        expect(await db.event.count({ where: { state: { in: ['due', 'hinted', 'dead'] } } })).toBe(0);
      },
    ),
    { numRuns: 10 },
  );
  // The changes were real ones: of the six or more of each run the first is hardly ever refused.
  expect(heard).toBeGreaterThanOrEqual(10);
});
