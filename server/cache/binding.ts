// Which Stripe account and mode this database belongs to, as the screens show it.
import 'server-only';
import type { BindingView } from '@/domain/overview';
import type { Db } from '@/server/db';
import { AppError } from '@/server/errors';

/** The binding; throws `database_unavailable` while the first start has not made it. */
export async function requireBinding(db: Db): Promise<BindingView> {
  const binding = await db.binding.findUnique({ where: { id: 1 } });
  if (!binding) {
    throw new AppError(
      'database_unavailable',
      'The database is not bound to a Stripe account yet. Wait for the first start to end.',
    );
  }
  const mode = binding.isEmulator ? 'emulator' : binding.livemode ? 'live' : 'test';
  return {
    stripeAccountId: binding.stripeAccountId,
    stripeName: binding.stripeName,
    mode,
    apiVersion: binding.apiVersion,
    previewRefused: binding.previewRefused,
    clockOffsetMs: Number(binding.clockOffsetMs),
  };
}
