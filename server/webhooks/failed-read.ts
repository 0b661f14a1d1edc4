// A read that was to settle events failed: whether it is tried again, and what becomes of the events that wait for it.
import 'server-only';
import { dropHints } from '@/server/cache/hints';
import { db } from '@/server/db';
import { enqueue, readTarget } from '@/server/jobs/queue';
import { log } from '@/server/log';
import { StripeCallError } from '@/server/stripe/call-error';
import { putOff } from './apply';

/** Stripe is busy or away: nothing is wrong with what was asked. */
const passing = new Set(['stripe_unavailable', 'stripe_timeout', 'rate_limited']);

/** Throws what is not Stripe's doing. */
export async function afterFailedRead(targetId: string, error: unknown): Promise<void> {
  if (!(error instanceof StripeCallError)) throw error;
  if (error.code === 'not_found') {
    // What Stripe no longer shows to this key is not asked for again and again.
    log.warn({ target: targetId }, 'Stripe does not know it any more');
    await db.$transaction((tx) => dropHints(tx, targetId, 'unknown_account'));
    return;
  }
  if (!passing.has(error.code)) {
    const waiting = await db.hint.findMany({ where: { targetId }, select: { eventId: true }, take: 500 });
    if (waiting.length === 0) throw error;
    await putOff(
      waiting.map(({ eventId }) => eventId),
      error.message,
    );
  }
  log.info({ target: targetId, code: error.code }, 'a read failed and comes again');
  await enqueue(db, [readTarget(targetId, 5 + Math.random() * 55)]);
}
