// When each kind of run is due: slots of a grid, a row each, so that any number of workers make one of it.
import 'server-only';
import { randomUUID } from 'node:crypto';
import type { RunKind } from '@/domain/run';
import { config } from '@/server/config';
import { db, Prisma } from '@/server/db';
import { log } from '@/server/log';
import { timings } from '@/server/timings';
import { enqueue } from './queue';

interface Slot {
  kind: RunKind;
  everySeconds: Prisma.Sql;
  /** Moves the grid away from midnight UTC, so that the long runs do not meet. */
  offsetSeconds: number;
  /** SQL: there is something to do; a run that would find nothing is not made. */
  isNeeded: Prisma.Sql;
}

const always = Prisma.sql`true`;
const hour = 3_600;

/** SQL: Stripe's now. */
const stripeNow = Prisma.sql`(select now() + clock_offset_ms * interval '1 millisecond' from bindings)`;

const slots = (): Slot[] => [
  { kind: 'events', everySeconds: eventsEvery(), offsetSeconds: 0, isNeeded: always },
  {
    kind: 'refreshes',
    everySeconds: Prisma.sql`${timings.refreshesEverySeconds}::float8`,
    offsetSeconds: 0,
    isNeeded: Prisma.sql`exists (select 1 from accounts
      where status <> 'disconnected' and (balance_refresh_status = 'pending' or ownership_refresh_status = 'pending'
        or transaction_refresh_status = 'pending')
        and read_at < now() - ${timings.pendingTooLongSeconds} * interval '1 second')`,
  },
  {
    kind: 'reads',
    everySeconds: Prisma.sql`${timings.readsEverySeconds}::float8`,
    offsetSeconds: 0,
    isNeeded: Prisma.sql`exists (select 1 from accounts
      where status <> 'disconnected' and evidence_at < ${stripeNow} - ${config().staleAfterHours} * interval '1 hour')`,
  },
  {
    kind: 'relist',
    everySeconds: Prisma.sql`${timings.relistEverySeconds}::float8`,
    offsetSeconds: 3 * hour,
    isNeeded: always,
  },
  {
    kind: 'audit',
    everySeconds: Prisma.sql`${timings.auditEverySeconds}::float8`,
    offsetSeconds: 15 * hour,
    isNeeded: always,
  },
];

/** SQL: seconds between two sweeps of events: fewer while nothing delivers them, or less than normal. */
function eventsEvery(): Prisma.Sql {
  const isByEnvironment = config().webhookSecrets.length > 0;
  return Prisma.sql`(case
    when exists (select 1 from notices where kind = 'events_quiet') then ${timings.unheardEverySeconds}
    when ${isByEnvironment} or exists (select 1 from webhook_endpoints where retired_at is null)
    then ${timings.eventsEverySeconds} else ${timings.unheardEverySeconds} end)::float8`;
}

/**
 * Makes what is due and rings for it; answers the kinds. The slot is the last one that has begun, by the database's clock:
 * after a downtime that is one run for all that were missed. None is made while one of its kind is under way (its slot is
 * made up for when that ends), nor for the time before the database was bound. `at` stands for the clock in tests.
 */
export async function scheduleRuns(at: Date | null = null): Promise<RunKind[]> {
  return await db.$transaction(async (tx) => {
    const made = await tx.$queryRaw<{ id: string; kind: RunKind }[]>`
      insert into runs (id, kind, slot, state, requested_by)
      ${Prisma.join(
        slots().map((slot) => dueSlot(slot, at)),
        ' union all ',
      )}
      on conflict do nothing
      returning id::text, kind`;
    await enqueue(
      tx,
      made.map(({ id }) => ({ name: 'do-run', payload: { id }, key: `run:${id}`, priority: 6 })),
    );
    return made.map(({ kind }) => kind);
  });
}

/** SQL: the row for a slot that has begun and has no run yet. */
function dueSlot({ kind, everySeconds, offsetSeconds, isNeeded }: Slot, at: Date | null): Prisma.Sql {
  const now = Prisma.sql`coalesce(${at?.toISOString() ?? null}::timestamptz, now())`;
  return Prisma.sql`
    select ${randomUUID()}::uuid, ${kind}, grid.slot, 'due', 'schedule'
    from (select to_timestamp(
      floor((extract(epoch from ${now})::float8 - ${offsetSeconds}) / every) * every + ${offsetSeconds}) as slot
      from (select ${everySeconds} as every) as period) as grid
    where grid.slot > (select bound_at from bindings)
      and not exists (select 1 from runs r where r.kind = ${kind} and r.slot >= grid.slot)
      and ${isNeeded}`;
}

let lookedMs = Number.NEGATIVE_INFINITY;

/** Looks for what is due, at most so often as `timings.scheduleMs` says; call it as often as you like. */
export async function keepSchedule(): Promise<void> {
  if (performance.now() - lookedMs < timings.scheduleMs) return;
  lookedMs = performance.now();
  const made = await scheduleRuns();
  if (made.length > 0) log.info({ kinds: made }, 'runs are due');
  // Once a minute, whoever comes first; a bell that waits keeps its time.
  await enqueue(db, [{ name: 'keep-house', payload: {}, key: 'keep-house', delaySeconds: 60, priority: 7 }], {
    keepsTime: true,
  });
}
