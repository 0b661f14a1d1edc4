// The events that came, newest first, and one with what it carried.
import 'server-only';
import type { AccountName } from '@/domain/account';
import {
  type EventDetail,
  type EventFacets,
  type EventRow,
  type EventState,
  eventStates,
  eventTypes,
} from '@/domain/event';
import type { EventFilters, EventQuery } from '@/domain/event-query';
import type { Page } from '@/domain/page';
import { type Db, Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { countValues } from './list/count-values';
import { afterCursor, countLimit, cursorAfter, type Order, orderBy, pageOf, totalOf } from './list/keyset';
import { readAccountNames } from './rows/account-names';
import { iso } from './rows/account-row';
import { maskEmail, maskPhone } from './rows/masks';
import { safeRaw } from './rows/safe-raw';

interface EventRecord {
  id: string;
  type: string;
  livemode: boolean | null;
  api_version: string | null;
  created_at: Date;
  received_at: Date;
  applied_at: Date | null;
  origin: string;
  state: EventState;
  result: string | null;
  reason: string | null;
  attempts: number;
  due_at: Date;
  object_id: string | null;
  account_id: string | null;
}

const columns = Prisma.sql`e.id, e.type, e.livemode, e.api_version, e.created_at, e.received_at, e.applied_at, e.origin,
  e.state, e.result, e.reason, e.attempts, e.due_at, e.object_id, e.account_id`;

const newestFirst: Order = {
  name: '-receivedAt',
  isDescending: true,
  kind: 'time',
  key: Prisma.sql`e.received_at`,
  id: Prisma.sql`e.id`,
  keyOf: (id) => Prisma.sql`(select e.received_at from events e where e.id = ${id})`,
};

/** A page of events, those that came last first. */
export async function listEvents(db: Db, query: EventQuery): Promise<Page<EventRow>> {
  const matches = matching(query);
  const [rows, [count]] = await Promise.all([
    db.$queryRaw<EventRecord[]>`
      select ${columns} from events e where ${matches} and ${afterCursor(newestFirst, query.cursor)}
      order by ${orderBy(newestFirst)} limit ${query.limit + 1}`,
    db.$queryRaw<{ counted: number }[]>`
      select count(*)::int as counted from (select 1 from events e where ${matches} limit ${countLimit + 1}) as matching`,
  ]);
  const cursorOf = (row: EventRecord) => cursorAfter(newestFirst, row.received_at, row.id);
  const names = await readAccountNames(
    db,
    rows.map((row) => row.account_id),
  );
  const show = (row: EventRecord) => toRow(row, names);
  return pageOf(rows, query.limit, totalOf(count?.counted ?? 0), show, cursorOf);
}

/** How many events each result and each type would leave, each under the other filters. */
export function countEventFacets(db: Db, filters: EventFilters): Promise<EventFacets> {
  const values = { state: eventStates, type: [...eventTypes(true), ...filters.type] };
  return countValues(
    db,
    values,
    (facet, value) => Prisma.sql`events e where ${matching({ ...filters, [facet]: [value] })}`,
  );
}

const matching = ({ state, type, account }: EventFilters): Prisma.Sql =>
  Prisma.join(
    [
      state.length > 0 ? Prisma.sql`e.state = any(${state})` : Prisma.sql`true`,
      type.length > 0 ? Prisma.sql`e.type = any(${type})` : Prisma.sql`true`,
      account ? Prisma.sql`e.account_id = ${account}` : Prisma.sql`true`,
    ],
    ' and ',
  );

/** One event with its payload, people's data masked. Throws not_found. */
export async function requireEvent(db: Db, id: string): Promise<EventDetail> {
  const [row] = await db.$queryRaw<(EventRecord & { payload: unknown })[]>`
    select ${columns}, e.payload from events e where e.id = ${id}`;
  if (!row) throw new AppError('not_found', 'No event with this id has been received.');
  const names = await readAccountNames(db, [row.account_id]);
  return { ...toRow(row, names), payload: masked(safeRaw(row.payload)) };
}

function toRow(row: EventRecord, names: Map<string, AccountName>): EventRow {
  const isWaiting = row.state === 'due' || row.state === 'hinted';
  return {
    id: row.id,
    type: row.type,
    livemode: row.livemode,
    apiVersion: row.api_version,
    createdAt: row.created_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    appliedAt: iso(row.applied_at),
    lagMs: row.applied_at ? Math.max(0, row.applied_at.getTime() - row.received_at.getTime()) : null,
    origin: row.origin,
    state: row.state,
    result: row.result,
    reason: row.reason,
    attempts: row.attempts,
    nextTryAt: isWaiting ? row.due_at.toISOString() : null,
    objectId: row.object_id,
    accountId: row.account_id,
    account: names.get(row.account_id ?? '') ?? null,
  };
}

/** Keys under which a payload of any type may tell who somebody is or where they live. */
const masks: Record<string, (text: string) => string | null> = {
  email: maskEmail,
  phone: maskPhone,
  phone_number: maskPhone,
  name: () => '•••',
  raw_address: () => '•••',
  line1: () => '•••',
  line2: () => '•••',
  postal_code: () => '•••',
};

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const mask = Object.hasOwn(masks, key) ? masks[key] : undefined;
      return [key, mask && typeof inner === 'string' ? mask(inner) : masked(inner)];
    }),
  );
}
