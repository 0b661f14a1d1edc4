// A run on request: looks for what was missed, now.
import 'server-only';
import { type RunKind, runWords } from '@/domain/run';
import type { RunCreate } from '@/domain/run-query';
import { recordAudit } from '@/server/audit';
import { type Db, db } from '@/server/db';
import { AppError } from '@/server/errors';
import { requestRun } from '@/server/sync/sweeps/request';
import type { Intent } from './perform';

/** Starts a run. The same key again answers the same run. Throws run_running, request_key_reused. */
export async function startRun({ kind }: RunCreate, intent: Intent): Promise<{ id: string }> {
  return await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('relink:run'))`;
    const requestKey = `${intent.actor}:${intent.requestKey}`;
    const earlier = await tx.run.findUnique({ where: { requestKey }, select: { id: true, kind: true } });
    if (earlier) return sameAsEarlier(earlier, kind);
    const id = await newRun(tx, kind, intent.actor, requestKey);
    await recordAudit(tx, {
      actor: intent.actor,
      verb: 'run.start',
      targetType: 'run',
      targetId: id,
      actionId: null,
      reason: null,
      before: null,
      after: { kind },
      outcome: 'done',
      stripeRequestId: null,
    });
    return { id };
  });
}

function sameAsEarlier(earlier: { id: string; kind: string }, kind: RunKind): { id: string } {
  if (earlier.kind === kind) return { id: earlier.id };
  throw new AppError('request_key_reused', 'This request key started a run of another kind.');
}

async function newRun(tx: Db, kind: RunKind, actor: string, requestKey: string): Promise<string> {
  const id = await requestRun(tx, kind, actor, requestKey);
  if (id !== null) return id;
  throw new AppError('run_running', `${runWords[kind].title}: one is already under way.`);
}
