// Events: one row per change of state, its object as it was at that moment.
import { z } from 'zod';
import type { Account, Authorization, Session, View } from '@/emulator/objects';
import { type Call, reads } from '@/emulator/protocol/call';
import { Failure, noSuch, refused } from '@/emulator/protocol/failure';
import { pageOf, pageParameters } from '@/emulator/protocol/paging';
import { aBoolean, anArray, aRange, aString } from '@/emulator/protocol/parameters';
import { findVersion, latestGa } from '@/emulator/protocol/versions';
import { idAt } from '@/emulator/random';
import { clockOf, type EventDraft, insertRows, type Tx } from '@/emulator/store';
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
  emit(tx, `${prefix}.account.${name}`, renderAccount(account, eventView(tx)), options);
}

/** Announces a change of a login. */
export function emitAuthorization(tx: Tx, name: string, authorization: Authorization): void {
  emit(tx, `${prefix}.authorization.${name}`, renderAuthorization(authorization, eventView(tx)), {});
}

/** Announces a change of a session, which only preview versions know. */
export function emitSession(tx: Tx, session: Session, accounts: Account[]): void {
  const view = eventView(tx);
  if (!view.version.preview) return;
  // A secret is for one browser: it never travels in an event.
  const object = { ...renderSession(session, accounts, view), client_secret: null };
  emit(tx, `${prefix}.session.updated`, object, {});
}

function emit(tx: Tx, type: string, object: unknown, options: EmitOptions): void {
  tx.events.push({
    type,
    createdMs: tx.now(),
    object,
    direct: options.direct === true,
    ...(options.previous !== undefined && tx.switches.previousAttributes
      ? { previous: options.previous }
      : {}),
  });
}

/**
 * Writes the transaction's events, last of all and one transaction at a time, so that their order
 * is the order of commits. Deliveries to webhook endpoints belong here, in the same transaction.
 */
export async function writeEvents(tx: Tx): Promise<void> {
  if (tx.events.length === 0) return;
  await tx.query('select pg_advisory_xact_lock(4011, $1)', [tx.world.id]);
  await insertRows(
    tx.query,
    'events',
    tx.events.map((draft) => eventRow(tx, draft)),
  );
}

function eventRow(tx: Tx, draft: EventDraft) {
  const created = Math.floor(draft.createdMs / 1000);
  const direct = draft.direct && tx.switches.eventRequestIds;
  const body = {
    id: idAt('evt', draft.createdMs),
    object: 'event',
    api_version: eventView(tx).version.name,
    created,
    data: { object: draft.object, ...(draft.previous ? { previous_attributes: draft.previous } : {}) },
    livemode: tx.world.livemode,
    pending_webhooks: 0,
    request: {
      id: direct ? (tx.cause?.id ?? null) : null,
      idempotency_key: direct ? (tx.cause?.key ?? null) : null,
    },
    type: draft.type,
  };
  return { id: body.id, world: tx.world.id, type: draft.type, created, body };
}

const typeText = z.string().regex(/^[a-z0-9_.*]{1,200}$/);

/** The patterns of a type filter in SQL's LIKE, `*` standing for anything. */
function likePattern(type: string): string {
  return type.replaceAll('_', '\\_').replaceAll('*', '%');
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
      // Nobody is waiting for a delivery, so none has failed.
      if (filter.delivery_success === false) where.push('false');
      const values: unknown[] = [world.id, Math.floor(clockOf(store) / 1000) - thirtyDays];
      if (asked.length > 0) {
        values.push(filter.types ?? asked.map(likePattern));
        where.push(
          filter.types === undefined ? `type like any($${values.length})` : `type = any($${values.length})`,
        );
      }
      return pageOf<{ body: unknown }>({
        query: store.query,
        table: 'events',
        order: [{ column: 'seq', type: 'bigint' }],
        where,
        values,
        range: { column: 'created', value: filter.created },
        page: filter,
        thing: 'event',
        url: '/v1/events',
        render: async (rows) => rows.map((row) => row.body),
      });
    },
  }),
  reads({
    path: '/v1/events/:id',
    operation: 'events.retrieve',
    parameters: () => ({}),
    async run({ store, world, id }) {
      const [row] = await store.query<{ body: unknown }>(
        'select body from events where id = $1 and world = $2 and created > $3',
        [id, world.id, Math.floor(clockOf(store) / 1000) - thirtyDays],
      );
      if (row === undefined) throw noSuch('event', id, 'id', 404);
      return row.body;
    },
  }),
];
