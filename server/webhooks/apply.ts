// Applies events that wait: by their snapshot where it is provably newer, else by one read for all that are in doubt.
import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventKind, eventTries } from '@/domain/event';
import { recordAudit } from '@/server/audit';
import { recordHints } from '@/server/cache/hints';
import { type Db, db } from '@/server/db';
import { isDatabaseOut } from '@/server/errors';

import { enqueue, readTarget } from '@/server/jobs/queue';
import { log } from '@/server/log';
import { WireAccount } from '@/server/stripe/wire';
import { letSnapshotsIn, type Snapshot } from '@/server/sync/account';
import { timings } from '@/server/timings';

const batch = 100;

interface DueEvent {
  id: string;
  type: string;
  api_version: string | null;
  created_at: Date;
  object_id: string | null;
  object: unknown;
  attempts: number;
}

/** Events that come while others are applied are taken together after this pause. */
const gatherMs = 40;

let isRunning = false;
let isRungAgain = false;

/**
 * Applies what is due until nothing is. One run at a time in a process: a bell that rings meanwhile makes the run look
 * again, and should the process die instead, the rows are still due and are rung for.
 */
export async function applyEvents(stopping: AbortSignal): Promise<void> {
  if (isRunning) {
    isRungAgain = true;
    return;
  }
  isRunning = true;
  try {
    do {
      isRungAgain = false;
      await applyDue(stopping);
      if (isRungAgain) await sleep(gatherMs);
    } while (isRungAgain && !stopping.aborted);
  } finally {
    isRunning = false;
  }
}

/**
 * Batch by batch. Nothing here waits for Stripe: the rows are locked for one short transaction, so a worker that dies or
 * freezes gives them back with its connection.
 */
async function applyDue(stopping: AbortSignal): Promise<void> {
  const version = await ourVersion();
  for (;;) {
    if (stopping.aborted) return;
    const claimed: DueEvent[] = [];
    try {
      const count = await db.$transaction(async (tx) => {
        claimed.push(...(await lockDue(tx)));
        await applyBatch(tx, claimed, version);
        return claimed.length;
      });
      if (count < batch) break;
    } catch (error) {
      if (isDatabaseOut(error)) throw error;
      log.warn({ count: claimed.length, error: String(error) }, 'a batch of events failed: by halves');
      await applyHalves(
        claimed.map(({ id }) => id),
        version,
      );
    }
  }
  for (const id of await findTried()) {
    if (stopping.aborted) return;
    await applyThese([id], version);
  }
}

/** One poisonous event among a hundred costs a dozen transactions, not a hundred. */
async function applyHalves(ids: string[], version: string | null): Promise<void> {
  const middle = Math.ceil(ids.length / 2);
  for (const half of [ids.slice(0, middle), ids.slice(middle)]) await applyThese(half, version);
}

/** What failed before is tried by itself: it would take others down with it again. */
async function findTried(): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select id from events where state = 'due' and due_at <= now() and attempts > 0 order by due_at limit ${batch}`;
  return rows.map(({ id }) => id);
}

async function ourVersion(): Promise<string | null> {
  return (await db.binding.findFirst({ select: { apiVersion: true } }))?.apiVersion ?? null;
}

async function lockDue(tx: Db): Promise<DueEvent[]> {
  return await tx.$queryRaw<DueEvent[]>`
    select id, type, api_version, created_at, object_id, payload #> '{data,object}' as object, attempts
    from events where state = 'due' and due_at <= now() and attempts = 0
    order by due_at limit ${batch} for update skip locked`;
}

/** Down to one event by itself, so that a poisonous one harms no other; what it does wrong is written to its row. */
async function applyThese(ids: string[], version: string | null): Promise<void> {
  if (ids.length === 0) return;
  try {
    await db.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<DueEvent[]>`
        select id, type, api_version, created_at, object_id, payload #> '{data,object}' as object, attempts
        from events where id = any(${ids}) and state = 'due' order by id for update skip locked`;
      await applyBatch(tx, rows, version);
    });
  } catch (error) {
    if (isDatabaseOut(error)) throw error;
    if (ids.length > 1) await applyHalves(ids, version);
    else await putOff(ids, error instanceof Error ? error.message : String(error));
  }
}

/** Counts a failed try of these events: tried again after a pause by chance, ever longer, then given up as dead. */
export async function putOff(ids: string[], reason: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; type: string; state: string; delay: number }[]>`
      update events set attempts = attempts + 1, reason = ${reason.slice(0, 500)},
        state = case when attempts + 1 >= ${eventTries} then 'dead' else state end,
        due_at = now() + random() * least(${timings.eventRetrySeconds} * 2 ^ attempts, 1800) * interval '1 second'
      where id = any(${ids}) and state in ('due', 'hinted')
      returning id, type, state, extract(epoch from due_at - now())::float8 as delay`;
    for (const { id, type, state } of rows) {
      log.warn({ event: id, type, isDead: state === 'dead', reason }, 'an event could not be applied');
      if (state !== 'dead') continue;
      await tx.$executeRaw`delete from hints where event_id = ${id}`;
      await recordAudit(tx, {
        actor: 'worker',
        verb: 'event.give_up',
        targetType: 'event',
        targetId: id,
        actionId: null,
        reason: reason.slice(0, 500),
        before: null,
        after: null,
        outcome: 'failed',
        stripeRequestId: null,
      });
    }
    const waiting = rows.filter(({ state }) => state === 'due');
    await enqueue(
      tx,
      waiting.map(({ id, delay }) => ({
        name: 'apply-events',
        payload: {},
        key: `events:again:${id}`,
        delaySeconds: delay + 0.1,
      })),
    );
  });
}

async function applyBatch(tx: Db, events: DueEvent[], version: string | null): Promise<void> {
  if (events.length === 0) return;
  const doubtful: DueEvent[] = [];
  const proven: string[] = [];
  const snapshots = events.flatMap((event) => {
    const snapshot = snapshotOf(event, version);
    if (!snapshot) doubtful.push(event);
    return snapshot ? [{ event, snapshot }] : [];
  });
  // Each account's events in Stripe's order, one of each account at a time: every state that was seen gets its history.
  for (const round of inRounds(snapshots)) {
    const result = await letSnapshotsIn(
      tx,
      round.map(({ snapshot }) => snapshot),
      version ?? '',
    );
    const doubts = new Set(result.doubtIds);
    for (const { event, snapshot } of round) {
      if (doubts.has(snapshot.account.id)) doubtful.push(event);
      else proven.push(event.id);
    }
  }
  if (proven.length > 0) {
    await tx.$executeRaw`
      update events set state = 'applied', result = 'snapshot', reason = null, applied_at = now()
      where id = any(${proven}) and state = 'due'`;
  }
  await hint(tx, doubtful);
}

/** The account in an event, where it can be proof: of our version, readable, about an account. */
function snapshotOf(event: DueEvent, version: string | null): Snapshot | null {
  if (eventKind(event.type)?.about !== 'account' || event.api_version !== version) return null;
  const account = WireAccount.safeParse(event.object);
  return account.success ? { account: account.data, evidenceAt: event.created_at } : null;
}

type Candidate = { event: DueEvent; snapshot: Snapshot };

function inRounds(candidates: Candidate[]): Candidate[][] {
  const rounds: Candidate[][] = [];
  for (const candidate of candidates.toSorted((a, b) => order(a.event, b.event))) {
    const id = candidate.snapshot.account.id;
    const free = rounds.find((round) => !round.some(({ snapshot }) => snapshot.account.id === id));
    if (free) free.push(candidate);
    else rounds.push([candidate]);
  }
  return rounds;
}

const order = (a: DueEvent, b: DueEvent) => a.created_at.getTime() - b.created_at.getTime();

/** Rings for one read of each account or session that these events leave in doubt. */
async function hint(tx: Db, events: DueEvent[]): Promise<void> {
  if (events.length === 0) return;
  const hints = (await Promise.all(events.map((event) => hintsOf(tx, event)))).flat();
  const hinted = new Set(hints.map(({ eventId }) => eventId));
  await recordHints(tx, hints);
  await tx.$executeRaw`update events set state = 'hinted' where id = any(${[...hinted]}) and state = 'due'`;
  const ignored = events.flatMap(({ id }) => (hinted.has(id) ? [] : [id]));
  if (ignored.length > 0) {
    await tx.$executeRaw`
      update events set state = 'ignored', reason = 'no_account' where id = any(${ignored}) and state = 'due'`;
  }
  await enqueue(
    tx,
    hints.map(({ targetId }) => readTarget(targetId, 0)),
  );
}

async function hintsOf(tx: Db, event: DueEvent): Promise<{ targetId: string; eventId: string }[]> {
  if (!event.object_id) return [];
  if (eventKind(event.type)?.about !== 'authorization') {
    return [{ targetId: event.object_id, eventId: event.id }];
  }
  const accounts = await tx.account.findMany({
    where: { authorizationId: event.object_id, status: { not: 'disconnected' } },
    select: { id: true },
    take: 200,
  });
  return accounts.map(({ id }) => ({ targetId: id, eventId: event.id }));
}
