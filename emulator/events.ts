// Events: one row per change of state, its object as it was at that moment.
import { z } from 'zod';
import type { Account, Authorization, Session, View } from '@/emulator/objects';
import { type Call, reads } from '@/emulator/protocol/call';
import { Failure, noSuch, refused } from '@/emulator/protocol/failure';
import { pageOf, pageParameters } from '@/emulator/protocol/paging';
import { aBoolean, anArray, aRange, aString } from '@/emulator/protocol/parameters';
import { findVersion, latestGa } from '@/emulator/protocol/versions';
import { idAt } from '@/emulator/random';
import { clockOf, type EventDraft, insertRows, prepared, type Query, type Tx } from '@/emulator/store';
import { deliveryRows, hearers } from '@/emulator/webhooks/outbox';
import { renderAccount, renderAuthorization, renderSession } from '@/emulator/wire';

const prefix = 'financial_connections';
const thirtyDays = 30 * 86_400;

/** The view in which events are written: the merchant's own version, whatever the caller sent. */
export function eventView(tx: Pick<Tx, 'switches'>): View {
  const version = findVersion(tx.switches.eventApiVersion) ?? findVersion(latestGa);
  if (version === null) throw new Error('The table of versions lacks its own latest version.');
  return { version, switches: tx.switches };
}

interface EmitOptions {
  direct?: boolean;
  previous?: Record<string, unknown>;
}

/** Announces a change of an account. */
export function emitAccount(tx: Tx, name: string, account: Account, options: EmitOptions = {}): void {
  emit(tx, `${prefix}.account.${name}`, (view) => renderAccount(account, view), options);
}

/** Announces a change of a login. */
export function emitAuthorization(tx: Tx, name: string, authorization: Authorization): void {
  emit(tx, `${prefix}.authorization.${name}`, (view) => renderAuthorization(authorization, view), {});
}

/** Announces a change of a session, which only preview versions know. */
export function emitSession(tx: Tx, session: Session, accounts: Account[]): void {
  if (!eventView(tx).version.preview) return;
  // A secret is for one browser: it never travels in an event.
  const render = (view: View) =>
    view.version.preview ? { ...renderSession(session, accounts, view), client_secret: null } : null;
  emit(tx, `${prefix}.session.updated`, render, {});
}

function emit(tx: Tx, type: string, render: (view: View) => unknown, options: EmitOptions): void {
  const view = eventView(tx);
  tx.events.push({
    type,
    createdMs: tx.now(),
    object: render(view),
    others: inOtherVersions(tx, view.version.name, render),
    direct: options.direct === true,
    ...(options.previous !== undefined && tx.switches.previousAttributes
      ? { previous: options.previous }
      : {}),
  });
}

/** The object as the endpoints of other versions are told of it: rendered now, because it goes on changing. */
function inOtherVersions(tx: Tx, own: string, render: (view: View) => unknown): Map<string, unknown> {
  const others = new Map<string, unknown>();
  for (const { version: name } of tx.webhooks.endpoints.values()) {
    if (name === null || name === own || others.has(name)) continue;
    const version = findVersion(name);
    if (version !== null) others.set(name, render({ version, switches: tx.switches }));
  }
  return others;
}

/**
 * Writes the transaction's events, last of all and one transaction at a time, so that their order
 * is the order of commits. Their deliveries are written with them.
 */
export async function writeEvents(tx: Tx): Promise<void> {
  if (tx.events.length === 0) return;
  await tx.query(prepared('select pg_advisory_xact_lock(4011, $1)'), [tx.world.id]);
  const events = tx.events.map((draft) => announced(tx, draft));
  const now = Math.floor(tx.clock());
  const deliveries = deliveryRows(tx.webhooks, tx.world, events, now);
  await insertRows(
    tx.query,
    'events',
    events.map(({ id, type, created, body }) => ({ id, world: tx.world.id, type, created, body })),
  );
  await insertRows(tx.query, 'deliveries', deliveries);
  if (deliveries.length > 0) tx.delivers = deliveries.some((row) => row.due_at > now) ? 'later' : 'now';
}

function announced(tx: Tx, draft: EventDraft) {
  const id = idAt('evt', draft.createdMs);
  const created = Math.floor(draft.createdMs / 1000);
  const direct = draft.direct && tx.switches.eventRequestIds;
  const { type, others } = draft;
  const body = {
    id,
    object: 'event',
    api_version: eventView(tx).version.name,
    created,
    data: { object: draft.object, ...(draft.previous ? { previous_attributes: draft.previous } : {}) },
    livemode: tx.world.livemode,
    pending_webhooks: hearers(tx.webhooks, tx.world, draft).length,
    request: {
      id: direct ? (tx.cause?.id ?? null) : null,
      idempotency_key: direct ? (tx.cause?.key ?? null) : null,
    },
    type,
  };
  return { id, type, created, body, others };
}

const typeText = z.string().regex(/^[a-z0-9_.*]{1,200}$/);

/** The patterns of a type filter in SQL's LIKE, `*` standing for anything. */
function likePattern(type: string): string {
  return type.replaceAll('_', '\\_').replaceAll('*', '%');
}

interface EventRow extends Record<string, unknown> {
  id: string;
  body: Record<string, unknown>;
}

/** The events with the number of endpoints that are still to be told. */
async function withPending(query: Query, rows: EventRow[]): Promise<unknown[]> {
  const waiting = await query<{ event: string; count: number }>(
    `select event, count(*) as count from deliveries
     where event = any($1) and copy = 0 and state in ('pending', 'held') group by event`,
    [rows.map(({ id }) => id)],
  );
  const counts = new Map(waiting.map(({ event, count }) => [event, count]));
  return rows.map(({ id, body }) => ({ ...body, pending_webhooks: counts.get(id) ?? 0 }));
}

/** The calls that read events. */
export const eventCalls: Call[] = [
  reads({
    path: '/v1/events',
    operation: 'events.list',
    parameters: () => ({
      ...pageParameters,
      type: aString(),
      types: anArray(aString(), { most: 20 }),
      created: aRange(),
      delivery_success: aBoolean(),
    }),
    async run({ store, world, params }) {
      const filter = params;
      if (filter.type !== undefined && filter.types !== undefined) {
        throw new Failure('You may only specify one of these parameters: type, types.', {
          code: 'parameters_exclusive',
        });
      }
      const asked = filter.types ?? (filter.type === undefined ? [] : [filter.type]);
      if (asked.some((type) => !typeText.safeParse(type).success))
        throw refused('type', 'Invalid event type.');
      const where = ['world = $1', 'created > $2'];
      if (filter.delivery_success !== undefined) {
        const missed = `exists (select 1 from deliveries d where d.event = listed.id and d.copy = 0 and d.state <> 'delivered')`;
        where.push(filter.delivery_success ? `not ${missed}` : missed);
      }
      const values: unknown[] = [world.id, Math.floor(clockOf(store) / 1000) - thirtyDays];
      if (asked.length > 0) {
        values.push(filter.types ?? asked.map(likePattern));
        where.push(
          filter.types === undefined ? `type like any($${values.length})` : `type = any($${values.length})`,
        );
      }
      return pageOf<EventRow>({
        query: store.query,
        table: 'events',
        order: [{ column: 'seq', type: 'bigint' }],
        where,
        values,
        range: { column: 'created', value: filter.created },
        page: filter,
        thing: 'event',
        url: '/v1/events',
        render: (rows) => withPending(store.query, rows),
      });
    },
  }),
  reads({
    path: '/v1/events/:id',
    operation: 'events.retrieve',
    parameters: () => ({}),
    async run({ store, world, id }) {
      const [row] = await store.query<EventRow>(
        'select id, body from events where id = $1 and world = $2 and created > $3',
        [id, world.id, Math.floor(clockOf(store) / 1000) - thirtyDays],
      );
      if (row === undefined) throw noSuch('event', id, 'id', 404);
      return (await withPending(store.query, [row]))[0];
    },
  }),
];
