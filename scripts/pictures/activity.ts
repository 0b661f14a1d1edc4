// Something for the pages of activity to show: a fresh world has had no events, runs, dead letters or operators yet.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToldError } from '@/scripts/told-error';

const waitMs = 90_000;

interface List {
  data: { id: string; state?: string }[];
}

/** Refreshes some accounts, has some changed at their banks, starts two runs, gives one event up; waits until it is all there. */
export async function makeActivity(url: string, emulatorUrl: string): Promise<void> {
  const read = async (path: string) => (await json(url + path)) as List;
  const send = (path: string, body: unknown) =>
    json(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: url, 'Idempotency-Key': randomUUID() },
      body: JSON.stringify(body),
    });
  const { data } = await read(
    '/api/accounts?limit=40&status=active&permission=balances&refresh=balance%3Asucceeded',
  );
  const ids = data.map(({ id }) => id);
  for (const id of ids.slice(30, 34)) {
    await json(`${emulatorUrl}/_emulator/accounts/${id}/deactivate`, {
      method: 'POST',
      body: JSON.stringify({ cause: 'access_denied' }),
    });
  }
  for (const id of ids.slice(-3))
    await tryRefresh(() => send(`/api/accounts/${id}/refresh`, { features: ['balance'] }));
  for (const kind of ['events', 'audit']) await send('/api/runs', { kind });
  await until(async () => (await read('/api/events?limit=5&state=applied')).data.length > 0);
  await until(async () => (await read('/api/runs?limit=5')).data.every(({ state }) => state === 'done'));
  await giveUpOne();
}

/** A refresh that Stripe does not allow yet shows as well: as what was refused. */
async function tryRefresh(send: () => Promise<unknown>): Promise<void> {
  await send().catch((error: unknown) => {
    if (!(error instanceof ToldError)) throw error;
  });
}

/** Eight tries of an event last an hour: it is written as it would be after them. */
async function giveUpOne(): Promise<void> {
  const { db } = await import('@/server/db');
  try {
    await db.$executeRaw`
      update events set state = 'dead', attempts = 8, reason = 'Stripe answered 503 to the read of this account.', applied_at = null
      where id = (select id from events where state = 'applied' order by received_at limit 1)`;
  } finally {
    await db.$disconnect();
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + waitMs;
  while (!(await holds())) {
    if (performance.now() > end)
      throw new ToldError('The world for the pictures did not become busy in time.');
    await sleep(500);
  }
}

async function json(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) throw new ToldError(`${init?.method ?? 'GET'} ${url} answered ${response.status}.`);
  return response.json();
}
