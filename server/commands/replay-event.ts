// Replay: an event that was given up, or applied long ago, is applied once more; the guard decides what it still proves.
import 'server-only';
import type { EventDetail } from '@/domain/event';
import { recordAudit } from '@/server/audit';
import { requireEvent } from '@/server/cache/events';
import { db } from '@/server/db';
import { enqueue } from '@/server/jobs/queue';
import type { Intent } from './perform';

/** Rings for the event again. One that waits already is only hurried, so that sending this twice does no more. Throws not_found. */
export async function replayEvent(id: string, intent: Intent): Promise<EventDetail> {
  const before = await requireEvent(db, id);
  await db.$transaction(async (tx) => {
    const count = await tx.$executeRaw`
      update events set state = 'due', attempts = 0, due_at = now(), applied_at = null, result = null
      where id = ${id} and state in ('dead', 'applied', 'ignored')`;
    await tx.$executeRaw`update events set due_at = now() where id = ${id} and state = 'due'`;
    await enqueue(tx, [{ name: 'apply-events', payload: {}, key: `events:again:${id}`, priority: 1 }]);
    if (count === 0) return;
    await recordAudit(tx, {
      actor: intent.actor,
      verb: 'event.replay',
      targetType: 'event',
      targetId: id,
      actionId: null,
      reason: null,
      before: { state: before.state, attempts: before.attempts, reason: before.reason },
      after: { state: 'due' },
      outcome: 'done',
      stripeRequestId: null,
    });
  });
  return await requireEvent(db, id);
}
