// J11, J12: one request sent many times, and two that contradict each other.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPosts, pathOf } from '@/scripts/chaos/checks/effects';
import { takeAccounts } from '@/scripts/chaos/copy';
import type { Row } from '@/scripts/chaos/row';
import { disconnect, refresh } from '@/scripts/chaos/stand/console';
import { eachOf } from '@/scripts/chaos/stand/figures';
import { settle } from '@/scripts/chaos/stand/settle';
import { ledger, ledgerEnd } from '@/scripts/chaos/stand/stripe';
import { mirror } from '@/scripts/chaos/worlds';

export const j11: Row = {
  id: 'J11',
  fault: 'one request sent 50 times at once under one key',
  target: 'one operation',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world }) => {
    const [intents, copies] = [100, 50];
    const accounts = await takeAccounts(world, intents);
    const after = await ledgerEnd(world);
    const odd: string[] = [];
    await eachOf(accounts, 1, async (id) => {
      const key = randomUUID();
      const replies = await Promise.all(Array.from({ length: copies }, () => refresh(world, id, key)));
      // Told the result, or that it is still running.
      odd.push(
        ...replies
          .filter(({ status }) => status !== 200 && status !== 409)
          .map(({ status, text }) => `${status} ${text}`),
      );
      const last = await refresh(world, id, key);
      if (last.status !== 200) odd.push(`${last.status} ${last.text}`);
    });
    await settle(world, { ignoringJobs: true });
    const found = await checkPosts(world, after, 'refresh', accounts);
    return {
      runs: intents * copies,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `${odd.length} odd answers ${odd[0]?.slice(0, 100) ?? ''}; ${found.wrong} wrong results`,
      isMet: odd.length === 0 && found.wrong === 0,
    };
  },
};

export const j12: Row = {
  id: 'J12',
  fault: 'refresh and disconnect of one account at once',
  target: 'nothing is sent after a disconnect took effect',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world, random }) => {
    const accounts = await takeAccounts(world, 300);
    const after = await ledgerEnd(world);
    const odd: string[] = [];
    await eachOf(accounts, 3, async (id) => {
      const waits = [random.whole(0, 25), random.whole(0, 25)];
      const replies = await Promise.all([
        sleep(waits[0]).then(() => refresh(world, id)),
        sleep(waits[1]).then(() => disconnect(world, id)),
      ]);
      if (replies.some(({ status }) => status >= 500 || status === 0))
        odd.push(replies.map(({ status }) => status).join('+'));
    });
    await settle(world, { ignoringJobs: true });
    // Who was told to wait asks again, as a person does.
    const rows = await world.database.query<{ id: string }>(
      `select id from accounts where id = any($1) and status <> 'disconnected'`,
      [accounts],
    );
    await eachOf(rows, 2, async ({ id }) => void (await disconnect(world, id)));
    await settle(world, { ignoringJobs: true });
    const calls = await ledger(world, 'call', after);
    const endedAt = new Map<string, number>();
    for (const { path, method, effect, replayed, arrived_at, ms } of calls) {
      if (method === 'POST' && path.endsWith('/disconnect') && effect && !replayed)
        endedAt.set(path, arrived_at + ms);
    }
    const late = calls.filter(({ path, method, arrived_at }) => {
      if (method !== 'POST' || !path.endsWith('/refresh')) return false;
      const at = endedAt.get(path.replace(/refresh$/, 'disconnect'));
      return at !== undefined && arrived_at > at;
    });
    const found = await checkPosts(world, after, 'disconnect', accounts);
    const missing = accounts.filter((id) => !endedAt.has(pathOf(id, 'disconnect'))).length;
    return {
      runs: accounts.length,
      lost: missing,
      duplicated: found.duplicated,
      worst: `${late.length} sent after the end; ${odd.length} odd answers ${odd[0] ?? ''}`,
      isMet: late.length === 0 && odd.length === 0,
    };
  },
};
