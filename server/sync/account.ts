// Reading accounts from Stripe into our copy, and ringing for the work that a new state asks for.
import 'server-only';
import { settleHints } from '@/server/cache/hints';
import { type SavedAccount, type SaveResult, type Source, saveAccounts } from '@/server/cache/save';
import { type Db, db, nextReadNo } from '@/server/db';
import { enqueue, type Job } from '@/server/jobs/queue';
import { type Answer, type Lane, retrieveAccount } from '@/server/stripe/client';
import { toAccount } from '@/server/stripe/map';
import type { WireAccount } from '@/server/stripe/wire';
import { noteClock } from './clock';

/** Where an answer came from and the number drawn before it was asked for. */
export interface Proof {
  readNo: bigint;
  source: Source;
  /** Background sources ring at low priority. */
  followAttempt?: number;
}

/** Reads one account and lets it in. Throws StripeCallError; `not_found` when Stripe knows no such account. */
export async function readAccount(id: string, lane: Lane, followAttempt = 0): Promise<SaveResult> {
  const readNo = await nextReadNo(db);
  const answer = await retrieveAccount(lane, id);
  await noteClock(answer);
  return await db.$transaction((tx) =>
    letIn(tx, [answer.data], answer, { readNo, source: 'read', followAttempt }),
  );
}

/** Lets accounts in by the guard and rings, in the same transaction, for what their new state asks for. */
export async function letIn(
  tx: Db,
  accounts: WireAccount[],
  answer: Answer<unknown>,
  proof: Proof,
): Promise<SaveResult> {
  const result = await saveAccounts(tx, accounts.map(toAccount), {
    readNo: proof.readNo,
    evidenceAt: answer.evidenceAt,
    apiVersion: answer.apiVersion,
    source: proof.source,
  });
  // An answer that was kept aside, or overtaken by a snapshot, settles nothing: it is asked for again.
  const open = new Set([...result.stale.map(({ id }) => id), ...result.overtakenIds]);
  const settledIds = accounts.flatMap(({ id }) => (open.has(id) ? [] : [id]));
  await settleHints(tx, settledIds, proof.readNo);
  // A read that was sent after a POST of ours may have been answered before the POST took effect, and no event tells of it.
  const unsure = proof.source === 'action' ? result.olderIds : [];
  const jobs = [
    ...(await followUps(tx, result.saved, proof)),
    ...unsure.map((id) => readAgain(id, 0)),
    ...result.overtakenIds.map((id) => readAgain(id, 1)),
    ...result.stale.map(({ id, attempts }) => readAgain(id, staleDelay(attempts))),
  ];
  await enqueue(tx, jobs);
  return result;
}

/** An account as an event brought it, and the second of Stripe's clock at which it was so. */
export interface Snapshot {
  account: WireAccount;
  evidenceAt: Date;
}

/** Lets snapshots of our own API version in, one per account; those in doubt are told and have to be read. */
export async function letSnapshotsIn(tx: Db, snapshots: Snapshot[], apiVersion: string): Promise<SaveResult> {
  const result = await saveAccounts(
    tx,
    snapshots.map(({ account }) => toAccount(account)),
    {
      readNo: null,
      evidenceAt: new Map(snapshots.map(({ account, evidenceAt }) => [account.id, evidenceAt])),
      apiVersion,
      source: 'snapshot',
    },
  );
  await enqueue(tx, await followUps(tx, result.saved, { source: 'snapshot' }));
  return result;
}

function readAgain(id: string, delaySeconds: number): Job {
  return { name: 'read-account', payload: { id }, key: `read:${id}`, delaySeconds };
}

/** A stale answer is checked again after 5, 20 and 60 s, then every minute until one side gives in. */
const staleDelay = (attempts: number) => [5, 20][attempts - 1] ?? 60;

/** How long to wait before a pending refresh is looked at again: quickly at first, then ever more rarely. */
export function followDelaySeconds(attempt: number): number {
  const quick = [1, 1, 2, 3, 5, 8, 13, 20, 30, 45, 60, 60, 90, 120, 180];
  const slow = [900, 3_600, 21_600];
  return quick[attempt] ?? slow[attempt - quick.length] ?? 86_400;
}

async function followUps(tx: Db, saved: SavedAccount[], proof: Omit<Proof, 'readNo'>): Promise<Job[]> {
  if (saved.length === 0) return [];
  const priority = proof.source === 'backfill' || proof.source === 'sweep' ? 8 : 3;
  const jobs: Job[] = [];
  for (const account of saved) {
    const statuses = [
      account.balance_refresh_status,
      account.ownership_refresh_status,
      account.transaction_refresh_status,
    ];
    if (account.status === 'disconnected' || !statuses.includes('pending')) continue;
    const attempt = proof.followAttempt ?? 0;
    const payload = { id: account.id, attempt: attempt + 1 };
    const delaySeconds = followDelaySeconds(attempt);
    jobs.push({ name: 'follow-refresh', payload, key: `follow:${account.id}`, delaySeconds, priority: 1 });
  }
  const ids = saved.map((account) => account.id);
  for (const job of await missingParts(tx, ids)) jobs.push({ ...job, priority });
  return jobs;
}

interface MissingRow {
  id: string;
  holder_id: string | null;
  holder_type: string | null;
  needs_holder: boolean;
  needs_owners: boolean;
  needs_transactions: boolean;
}

/** What belongs to these accounts and has not been read yet: one query for a whole page. */
async function missingParts(tx: Db, ids: string[]): Promise<Job[]> {
  const rows = await tx.$queryRaw<MissingRow[]>`
    select a.id, a.holder_id, a.holder_type,
      a.holder_id is not null and (h.read_at is null or h.read_at < now() - interval '1 day') as needs_holder,
      a.ownership_id is not null and a.status <> 'disconnected'
        and a.ownership_id is distinct from o.ownership_id as needs_owners,
      a.transaction_refresh_status = 'succeeded' and a.status <> 'disconnected'
        and a.transaction_refresh_id is not null
        and a.transaction_refresh_id is distinct from t.done_refresh_id as needs_transactions
    from accounts a
    left join holders h on h.id = a.holder_id
    left join ownership_reads o on o.account_id = a.id
    left join transaction_reads t on t.account_id = a.id
    where a.id = any(${ids})`;
  const jobs: Job[] = [];
  for (const row of rows) {
    if (row.needs_holder && row.holder_id) {
      const payload = { id: row.holder_id, type: row.holder_type };
      jobs.push({ name: 'read-holder', payload, key: `holder:${row.holder_id}` });
    }
    const accountId = row.id;
    if (row.needs_owners)
      jobs.push({ name: 'read-owners', payload: { accountId }, key: `owners:${accountId}` });
    if (row.needs_transactions) {
      jobs.push({ name: 'read-transactions', payload: { accountId }, key: `transactions:${accountId}` });
    }
  }
  return jobs;
}
