// What tests of commands share: an intent, a refusal, Stripe's ledger, and accounts that each test may use up.
import 'server-only';
import { randomUUID } from 'node:crypto';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { requestBackfill, runBackfill } from '@/server/sync/backfill';
import type { World } from './world';

export const intent = (requestKey: string = randomUUID()) => ({ requestKey, actor: 'console' });

interface LedgerLine {
  method: string;
  path: string;
  status: number;
  idempotency_key: string | null;
}

/** The POSTs that Stripe received on a path. */
export async function postsTo(world: World, path: string): Promise<LedgerLine[]> {
  const { data } = await world.control<{ data: LedgerLine[] }>('GET', '/ledger?limit=10000');
  return data.filter((line) => line.method === 'POST' && line.path === path);
}

/** The error that a deed is refused with; a deed that goes through fails the test. */
export async function refusal(deed: Promise<unknown>): Promise<AppError> {
  const error = await deed.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error('It was not refused.', { cause: error });
}

/** Reads every account of the world into the copy. */
export async function fillCopy(): Promise<void> {
  const id = await db.$transaction((tx) => requestBackfill(tx, 'test', null));
  await runBackfill(id, new AbortController().signal);
}

let fresh: string[] | undefined;

/** An active account, of a login of its own, whose balance may be refreshed now; never the same one twice. */
export async function takeAccount(): Promise<string> {
  fresh ??= await freshAccounts();
  const id = fresh.pop();
  if (!id) throw new Error('The world has too few accounts for these tests.');
  return id;
}

async function freshAccounts(): Promise<string[]> {
  const rows = await db.account.findMany({
    where: { status: 'active', permissions: { hasEvery: ['balances', 'transactions'] } },
    select: {
      id: true,
      authorizationId: true,
      balanceRefreshStatus: true,
      ownershipRefreshStatus: true,
      transactionRefreshStatus: true,
      balanceRefreshNextAt: true,
    },
  });
  // A pending one is followed by a worker, which reads the account at a time of its own.
  const isPending = (row: (typeof rows)[number]) =>
    [row.balanceRefreshStatus, row.ownershipRefreshStatus, row.transactionRefreshStatus].includes('pending');
  const mayRefresh = ({ balanceRefreshNextAt: at }: (typeof rows)[number]) =>
    at === null || at.getTime() < Date.now();
  const ready = rows.filter((row) => !isPending(row) && mayRefresh(row));
  return [...new Map(ready.map((row) => [row.authorizationId, row.id])).values()];
}
