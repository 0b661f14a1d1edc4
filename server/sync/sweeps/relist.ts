// Every account that Stripe lists, and then, singly, those that we hold and the list did not bring.
import 'server-only';
import { z } from 'zod';
import { db } from '@/server/db';
import { timings } from '@/server/timings';
import { requestBackfill } from '../backfill';
import { reviewAbsences } from './absence';
import { chunk, readSingly } from './read-singly';
import { commitStep, type HeldRun, type RunStep, type StepEnd } from './run';

/** Single reads of one run; what is left grows old and is the reads' sweep's. */
const most = 2_000;

const Cursor = z.object({ startedAt: z.string(), at: z.string(), id: z.string() });
type Cursor = z.infer<typeof Cursor>;

/**
 * The list itself is a backfill of its own. When it is done, what was not written since it began was not listed: each
 * such account is read. One that Stripe does not know is kept as last seen and marked (absence.ts). Accounts whose listed
 * state is in doubt are being checked already, and disconnected ones cannot change: whether Stripe goes on listing them
 * is not said anywhere.
 */
export const relist: RunStep = async (run) => {
  if (run.cursor !== null) return await readUnlisted(run, Cursor.parse(run.cursor));
  if (!run.detail.backfillId) await begin(run);
  const { backfillId } = run.detail;
  const backfill = backfillId ? await db.backfill.findUnique({ where: { id: backfillId } }) : null;
  if (!backfill?.startedAt || (backfill.state !== 'done' && backfill.state !== 'failed')) {
    return { waitSeconds: timings.runWaitSeconds };
  }
  if (backfill.state === 'failed') throw new Error(backfill.error ?? 'The backfill failed.');
  const startedAt = backfill.startedAt.toISOString();
  await commitStep(run, async () => ({
    cursor: { startedAt, at: '-infinity', id: '' },
    checked: backfill.accountsRead,
  }));
  return 'more';
};

/** One that runs already may have passed, before a downtime, what changed in it: only one that has not begun will do. */
async function begin(run: HeldRun): Promise<void> {
  await commitStep(run, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('relink:backfill'))`;
    const other = await tx.backfill.findFirst({
      where: { state: { in: ['due', 'running'] } },
      orderBy: { createdAt: 'desc' },
      select: { id: true, state: true },
    });
    if (other?.state === 'running') return {};
    return { detail: { backfillId: other?.id ?? (await requestBackfill(tx, run.kind, null)) } };
  });
}

async function readUnlisted(run: HeldRun, { startedAt, at, id }: Cursor): Promise<StepEnd> {
  const rows = await db.$queryRaw<{ id: string; read_at: Date }[]>`
    select id, read_at from accounts a
    where read_at < ${startedAt}::timestamptz and (read_at, id) > (${at}::timestamptz, ${id}) and status <> 'disconnected'
      and not exists (select 1 from stale_answers s where s.account_id = a.id)
    order by read_at, id limit ${chunk}`;
  const last = rows.at(-1);
  if (!last || run.found >= most) return await end(run);
  const { read, gone, failed } = await readSingly(rows.map((row) => row.id));
  await commitStep(run, async () => ({
    cursor: { startedAt, at: last.read_at.toISOString(), id: last.id },
    checked: read + gone,
    found: rows.length,
    healed: read,
    failed,
    detail: { gone: (run.detail.gone ?? 0) + gone },
  }));
  return 'more';
}

async function end(run: HeldRun): Promise<StepEnd> {
  await commitStep(run, async (tx) => {
    await reviewAbsences(tx);
    return {};
  });
  return 'done';
}
