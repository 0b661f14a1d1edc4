// What time it is at Stripe: wall clock plus the offset learnt from its answers.
import 'server-only';
import type { Db } from '@/server/db';

/** Stripe's now in ms. Before the database is bound no offset is known and none is assumed. */
export async function stripeNow(db: Db): Promise<number> {
  const binding = await db.binding.findFirst({ select: { clockOffsetMs: true } });
  return Date.now() + Number(binding?.clockOffsetMs ?? 0);
}
