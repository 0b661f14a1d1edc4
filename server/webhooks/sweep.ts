// The sweep of Stripe's events against our inbox: what was never delivered is taken in, the oldest first.
import 'server-only';
import { z } from 'zod';
import { eventTypes } from '@/domain/event';
import { stripeNow } from '@/server/cache/stripe-now';
import { gaVersion } from '@/server/config';
import { type Db, db } from '@/server/db';
import { recordNotice } from '@/server/notices';
import { StripeCallError } from '@/server/stripe/call-error';
import { listEventsPage, retrieveEvent, versionInUse } from '@/server/stripe/client';
import type { WireEvent } from '@/server/stripe/wire';
import { noteClock } from '@/server/sync/clock';
import { requestLaterRelist } from '@/server/sync/sweeps/request';
import { commitStep, type HeldRun, type RunStep, type StepEnd } from '@/server/sync/sweeps/run';
import { timings } from '@/server/timings';
import { storeEvent } from './receive';

/** Stripe lists events for so long. */
const listedMs = 30 * 86_400_000;

/**
 * Stripe lists newest first. What fits one page is taken at once. Of more, the sweep goes up from an event of ours that
 * is older than all that is asked for; without one it first walks down to the oldest.
 */
const Cursor = z.discriminatedUnion('way', [
  z.object({ way: z.literal('down'), after: z.string(), since: z.string(), isCut: z.boolean() }),
  z.object({ way: z.literal('up'), before: z.string() }),
]);
type Down = Extract<z.infer<typeof Cursor>, { way: 'down' }>;

/**
 * Takes in what is missing since the last sweep, with some minutes of overlap. How far it came is one row (event_sweep),
 * committed with each page; events are stored before that, once by their id, so a kill loses and doubles nothing.
 */
export const sweepEvents: RunStep = async (run) => {
  const cursor = run.cursor === null ? null : Cursor.parse(run.cursor);
  if (cursor === null) return await begin(run);
  return cursor.way === 'down' ? await stepDown(run, cursor) : await stepUp(run, cursor.before);
};

const ask = async (page: Parameters<typeof listEventsPage>[1]) => {
  const types = eventTypes((await versionInUse()) !== gaVersion);
  const answer = await listEventsPage('job', { ...page, types });
  await noteClock(answer);
  return answer;
};

async function begin(run: HeldRun): Promise<StepEnd> {
  const sweptTo = await lastSwept();
  const from = new Date(sweptTo.getTime() - timings.sweepOverlapSeconds * 1000);
  // This call also teaches Stripe's clock, which may have moved while we were away.
  const { data, evidenceAt } = await ask({ createdAfter: from });
  const oldest = new Date(evidenceAt.getTime() - listedMs);
  const since = from < oldest ? oldest : from;
  const isAway = evidenceAt.getTime() - sweptTo.getTime() > timings.awaySeconds * 1000;
  const missed = data.hasMore ? [] : await storeMissing(data.rows);
  const cursor = data.hasMore ? await wayTo(since, oldest, data.lastId) : null;
  await commitStep(run, async (tx) => {
    if (sweptTo < oldest) await noteGap(tx, sweptTo, oldest);
    if (isAway) await requestLaterRelist(tx, 'events');
    const gap = sweptTo < oldest ? { gap: { from: sweptTo.toISOString(), to: oldest.toISOString() } } : {};
    const detail = { sweptFrom: since.toISOString(), ...gap };
    if (data.hasMore) return { cursor, detail };
    const swept = await noteSwept(tx, run, data, missed, evidenceAt);
    return { ...swept, detail: { ...detail, ...swept.detail } };
  });
  return data.hasMore ? 'more' : 'done';
}

/**
 * Until where it is swept, on Stripe's clock; before the first sweep, when the database was bound. A time to come (Stripe's
 * clock was once told wrong) is now.
 */
async function lastSwept(): Promise<Date> {
  const now = await stripeNow(db);
  const row = await db.eventSweep.findUnique({ where: { id: 1 } });
  if (!row) throw new Error('The database is not bound to a Stripe account yet.');
  return new Date(Math.min(row.sweptTo.getTime(), now));
}

/** Up from the last event that we hold from before; else down to the oldest. */
async function wayTo(since: Date, oldest: Date, lastId: string | null): Promise<z.infer<typeof Cursor>> {
  const types = eventTypes((await versionInUse()) !== gaVersion);
  const known = await db.event.findFirst({
    where: { createdAt: { lt: since, gt: new Date(oldest.getTime() + 3_600_000) }, type: { in: types } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  if (known) return { way: 'up', before: known.id };
  return { way: 'down', after: lastId ?? '', since: since.toISOString(), isCut: false };
}

async function stepDown(run: HeldRun, cursor: Down): Promise<StepEnd> {
  const { data, evidenceAt } = await ask({
    startingAfter: cursor.after || null,
    createdAfter: new Date(cursor.since),
  });
  if (data.hasMore && data.lastId) {
    await commitStep(run, async () => ({ cursor: { ...cursor, after: data.lastId } }));
    return 'more';
  }
  // Events leave the list while it is walked: then the last one seen is the oldest.
  const rows = data.rows.length > 0 ? data.rows : await stillListed(cursor.after);
  const missed = await storeMissing(rows);
  const oldest = rows.at(-1);
  const gapTo = cursor.isCut ? new Date(oldest ? oldest.created * 1000 : evidenceAt) : null;
  await commitStep(run, async (tx) => {
    if (gapTo) await noteGap(tx, new Date(cursor.since), gapTo);
    const before = data.firstId ?? cursor.after;
    const swept = await noteSwept(tx, run, { ...data, rows, hasMore: true }, missed, evidenceAt);
    const gap = gapTo ? { gap: { from: cursor.since, to: gapTo.toISOString() } } : {};
    return { ...swept, cursor: { way: 'up', before }, detail: { ...swept.detail, ...gap } };
  });
  return 'more';
}

async function stillListed(id: string): Promise<WireEvent[]> {
  if (!id) return [];
  try {
    return [(await retrieveEvent('job', id)).data];
  } catch (error) {
    if (error instanceof StripeCallError && error.code === 'not_found') return [];
    throw error;
  }
}

async function stepUp(run: HeldRun, before: string): Promise<StepEnd> {
  const page = await ask({ endingBefore: before }).catch((error) => {
    if (error instanceof StripeCallError && error.stripeCode === 'resource_missing') return null;
    throw error;
  });
  if (page === null) return await goneBelow(run);
  const { data, evidenceAt } = page;
  const missed = await storeMissing(data.rows);
  await commitStep(run, async (tx) => ({
    ...(await noteSwept(tx, run, data, missed, evidenceAt)),
    cursor: { way: 'up', before: data.firstId ?? before },
  }));
  return data.hasMore ? 'more' : 'done';
}

/** Stripe no longer lists an event that it should still list: what stood between it and the oldest one is not known. */
async function goneBelow(run: HeldRun): Promise<StepEnd> {
  const since = await lastSwept();
  await commitStep(run, async () => ({
    cursor: { way: 'down', after: '', since: since.toISOString(), isCut: true },
  }));
  return 'more';
}

/** Stores those of a page that our inbox lacks; answers the ids of those that no inbox can hold. */
async function storeMissing(rows: WireEvent[]): Promise<string[]> {
  const ids = rows.map(({ id }) => id);
  const known = await db.event.findMany({ where: { id: { in: ids } }, select: { id: true } });
  const knownIds = new Set(known.map(({ id }) => id));
  const missing = rows.filter(({ id }) => !knownIds.has(id)).reverse();
  const ends = await Promise.allSettled(missing.map((event) => storeEvent(event, 'sweep')));
  return ends.flatMap((end, index) => {
    if (end.status === 'fulfilled') return [];
    if (!(end.reason instanceof z.core.$ZodError)) throw end.reason;
    return missing[index]?.id ?? [];
  });
}

/** The page is in the inbox: counts what this run took in, whichever worker did, and moves on how far it is swept. */
async function noteSwept(
  tx: Db,
  run: HeldRun,
  page: { rows: WireEvent[]; unreadableIds: string[]; hasMore: boolean },
  unstorable: string[],
  evidenceAt: Date,
) {
  const found = await tx.event.count({
    where: { id: { in: page.rows.map(({ id }) => id) }, origin: 'sweep', receivedAt: { gte: run.startedAt } },
  });
  const newest = page.rows.reduce((most, { created }) => Math.max(most, created), 0) * 1000;
  const sweptTo = page.hasMore ? new Date(newest) : evidenceAt;
  if (sweptTo.getTime() > 0) {
    await tx.$executeRaw`
      update event_sweep set swept_to = greatest(swept_to, ${sweptTo.toISOString()}::timestamptz), swept_at = now()`;
  }
  return {
    checked: page.rows.length,
    found,
    healed: found,
    failed: page.unreadableIds.length + unstorable.length,
    detail: { sweptTo: sweptTo.toISOString() },
  };
}

async function noteGap(tx: Db, from: Date, to: Date): Promise<void> {
  const words = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  await recordNotice(
    tx,
    'event_gap',
    `What Stripe told between ${words(from)} and ${words(to)} is not known: its list of events does not reach back that far. Every account is being read again; changes in between show as one.`,
  );
  await requestLaterRelist(tx, 'events');
}
