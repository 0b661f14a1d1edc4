// Stripe's clock as learnt from its Date headers: what "not before 14:05" is compared with.
import 'server-only';
import { db } from '@/server/db';
import type { Answer } from '@/server/stripe/client';

/** Date headers carry whole seconds: a smaller difference than this is not a difference. */
const toleranceMs = 2_000;
let notedMs: number | undefined;

/** Remembers Stripe's clock for every process when it moved against ours. */
export async function noteClock({ clockOffsetMs }: Answer<unknown>): Promise<void> {
  if (clockOffsetMs === null) return;
  const offsetMs = Math.abs(clockOffsetMs) < toleranceMs ? 0 : Math.round(clockOffsetMs);
  if (notedMs !== undefined && Math.abs(offsetMs - notedMs) < toleranceMs) return;
  await db.$executeRaw`
    update bindings set clock_offset_ms = ${offsetMs} where abs(clock_offset_ms - ${offsetMs}) >= ${toleranceMs}`;
  notedMs = offsetMs;
}
