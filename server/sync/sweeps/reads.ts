// Accounts of which nothing has been proven for a day: read again, the oldest first.
import 'server-only';
import { z } from 'zod';
import { stripeNow } from '@/server/cache/stripe-now';
import { config } from '@/server/config';
import { db } from '@/server/db';
import { reviewAbsences } from './absence';
import { countAccounts } from './population';
import { chunk, readSingly } from './read-singly';
import { requestRun } from './request';
import { commitStep, type HeldRun, type RunStep, type StepEnd } from './run';

/** The rest is the next run's. */
const most = 2_000;

/** Only what the list does not bring is left after a full list: it is not asked for again at once. */
const relistRestHours = 6;

const Cursor = z.object({ at: z.string(), id: z.string() });
type Cursor = z.infer<typeof Cursor>;

/**
 * Old is what was last proven before STALE_AFTER_HOURS on Stripe's clock (`evidence_at`), not what was last written:
 * a snapshot that comes days late writes a row now (`read_at`) and proves a state of days ago. A hundred accounts come
 * with one page of the list, so when many are old a full list is the cheaper way, and this run leaves them to it.
 * Disconnected accounts cannot change and are left alone, as are those that Stripe does not know any more and those of
 * which a doubtful answer is being checked already.
 */
export const sweepReads: RunStep = async (run) => {
  if (run.cursor === null && (await leaveToRelist(run))) return 'done';
  const { ids, next } = await oldAfter(run.cursor === null ? null : Cursor.parse(run.cursor));
  if (!next) return await end(run);
  const { read, changed, gone, failed } = await readSingly(ids);
  await commitStep(run, async () => ({
    cursor: next,
    checked: read + gone,
    found: changed.length + gone,
    healed: changed.length,
    failed,
  }));
  return ids.length < chunk || run.checked >= most ? await end(run) : 'more';
};

async function end(run: HeldRun): Promise<StepEnd> {
  await commitStep(run, async (tx) => {
    await reviewAbsences(tx);
    return {};
  });
  return 'done';
}

async function leaveToRelist(run: HeldRun): Promise<boolean> {
  const enough = (await countAccounts()) / 50 + chunk;
  const [row] = await db.$queryRaw<{ old: number; is_listed: boolean }[]>`
    select (select count(*) from (select 1 from accounts
        where status <> 'disconnected' and evidence_at < ${await oldBefore()}::timestamptz
        limit ${Math.ceil(enough) + 1}) as found)::int as old,
      exists (select 1 from runs where kind = 'relist'
        and created_at > now() - ${relistRestHours} * interval '1 hour') as is_listed`;
  if (!row || row.is_listed || row.old <= enough) return false;
  await commitStep(run, async (tx) => {
    await requestRun(tx, 'relist', 'reads');
    return { detail: { isLeftToRelist: true } };
  });
  return true;
}

async function oldBefore(): Promise<string> {
  return new Date((await stripeNow(db)) - config().staleAfterHours * 3_600_000).toISOString();
}

async function oldAfter(cursor: Cursor | null): Promise<{ ids: string[]; next: Cursor | null }> {
  const rows = await db.$queryRaw<{ id: string; evidence_at: Date }[]>`
    select id, evidence_at from accounts a
    where status <> 'disconnected' and evidence_at < ${await oldBefore()}::timestamptz
      and (evidence_at, id) > (${cursor?.at ?? '-infinity'}::timestamptz, ${cursor?.id ?? ''})
      and not exists (select 1 from account_absences b where b.account_id = a.id)
      and not exists (select 1 from stale_answers s where s.account_id = a.id)
    order by evidence_at, id limit ${chunk}`;
  const last = rows.at(-1);
  const next = last ? { at: last.evidence_at.toISOString(), id: last.id } : null;
  return { ids: rows.map(({ id }) => id), next };
}
