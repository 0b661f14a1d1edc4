// Asking Stripe and reading what comes: the API version in use, parsed objects, parsed pages.
import 'server-only';
import { z } from 'zod';
import { config, gaVersion } from '@/server/config';
import { StripeCallError, unreadable } from './call-error';
import type { Call, Said } from './way/exchange';
import { deadlineMs } from './way/lane';
import { send } from './way/send';
import { WireList } from './wire';

export interface Page<T> {
  rows: T[];
  /** Objects that could not be read; the others are good all the same. */
  unreadableIds: string[];
  hasMore: boolean;
  /** The first and the last object of the page, readable or not: what the next page starts from. */
  firstId: string | null;
  lastId: string | null;
}

let versionPromise: Promise<string> | undefined;

/** The version that Stripe accepts from us: the configured one, or GA when Stripe refuses a preview. */
export function agreedVersion(): Promise<string> {
  versionPromise ??= negotiate().catch((error) => {
    versionPromise = undefined;
    throw error;
  });
  return versionPromise;
}

async function negotiate(): Promise<string> {
  const wanted = config().stripeApiVersion;
  if (wanted === gaVersion) return wanted;
  const call = {
    lane: 'interactive',
    operation: 'account.retrieve',
    method: 'GET',
    path: '/v1/account',
  } as const;
  try {
    await send(call, wanted, performance.now() + deadlineMs.interactive);
    return wanted;
  } catch (error) {
    // This call has no parameters: a 400 can only be about the version.
    if (error instanceof StripeCallError && error.httpStatus === 400) return gaVersion;
    throw error;
  }
}

/** One object. Throws StripeCallError. */
export async function ask<T>(call: Call, schema: z.ZodType<T>, what: string): Promise<Said<T>> {
  const deadlineAt = performance.now() + deadlineMs[call.lane];
  const answer = await send(call, await agreedVersion(), deadlineAt);
  const parsed = schema.safeParse(answer.data);
  if (!parsed.success) throw unreadable(what, parsed.error, answer.requestId);
  return { ...answer, data: parsed.data };
}

/** One page of a list. Throws StripeCallError. */
export async function askList<T>(call: Call, schema: z.ZodType<T>, what: string): Promise<Said<Page<T>>> {
  const answer = await ask(call, WireList, what);
  const rows: T[] = [];
  const unreadableIds: string[] = [];
  for (const item of answer.data.data) {
    const parsed = schema.safeParse(item);
    if (parsed.success) rows.push(parsed.data);
    else unreadableIds.push(idOf(item) ?? 'without an id');
  }
  const { data: items, has_more: hasMore } = answer.data;
  const data = { rows, unreadableIds, hasMore, firstId: idOf(items[0]), lastId: idOf(items.at(-1)) };
  return { ...answer, data };
}

function idOf(item: unknown): string | null {
  return z.looseObject({ id: z.string() }).safeParse(item).data?.id ?? null;
}
