// A backfill on request: one run at a time, or an earlier one that goes on from its cursor.
import 'server-only';
import type { BackfillCreate } from '@/domain/backfill-create';
import { recordAudit } from '@/server/audit';
import { type Db, db } from '@/server/db';
import { AppError } from '@/server/errors';
import { requestBackfill, ringBackfill } from '@/server/sync/backfill';
import type { Intent } from './perform';

/** Starts or resumes a run. The same key again answers the same run. */
export async function startBackfill({ resume }: BackfillCreate, intent: Intent): Promise<{ id: string }> {
  return await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('relink:backfill'))`;
    const requestKey = `${intent.actor}:${intent.requestKey}`;
    const earlier = await tx.backfill.findUnique({ where: { requestKey }, select: { id: true } });
    if (earlier) return earlier;
    const id = resume ? await resumeBackfill(tx, resume) : await newBackfill(tx, intent.actor, requestKey);
    await recordAudit(tx, {
      actor: intent.actor,
      verb: resume ? 'backfill.resume' : 'backfill.start',
      targetType: 'backfill',
      targetId: id,
      actionId: null,
      reason: null,
      before: null,
      after: null,
      outcome: 'done',
      stripeRequestId: null,
    });
    return { id };
  });
}

async function newBackfill(tx: Db, actor: string, requestKey: string): Promise<string> {
  const running = await tx.backfill.findFirst({
    where: { state: { in: ['due', 'running'] } },
    select: { id: true },
  });
  if (running)
    throw new AppError('backfill_running', 'A backfill is already running. It reads every account.');
  return await requestBackfill(tx, actor, requestKey);
}

async function resumeBackfill(tx: Db, id: string): Promise<string> {
  const [row] = await tx.$queryRaw<
    { state: string }[]
  >`select state from backfills where id = ${id}::uuid for update`;
  if (!row) throw new AppError('not_found', 'No backfill with this id.');
  if (row.state === 'done') throw new AppError('invalid_request', 'This backfill is done. Start a new one.');
  await tx.backfill.update({ where: { id }, data: { state: 'due', error: null } });
  await ringBackfill(tx, id);
  return id;
}
