// The calls on webhook endpoints, and their secrets.
import { type Call, deletes, reads, writes } from '@/emulator/protocol/call';
import { Failure, noSuch, refused } from '@/emulator/protocol/failure';
import { pageOf, pageParameters } from '@/emulator/protocol/paging';
import {
  aBoolean,
  aClearableString,
  aMetadata,
  anArray,
  aString,
  aUrl,
  needed,
} from '@/emulator/protocol/parameters';
import { findVersion } from '@/emulator/protocol/versions';
import { idAt, secretLetters } from '@/emulator/random';
import { insertRows, note, type Query, readSetting, type Store, seconds, type Tx } from '@/emulator/store';
import { type DeliveryFaults, type Endpoint, noDeliveryFaults } from '@/emulator/webhooks/book';

const path = '/v1/webhook_endpoints';
const most = 16;

interface EndpointBody {
  id: string;
  object: 'webhook_endpoint';
  api_version: string | null;
  application: null;
  created: number;
  description: string | null;
  enabled_events: string[];
  livemode: boolean;
  metadata: Record<string, string>;
  status: 'enabled' | 'disabled';
  url: string;
}

interface EndpointRow extends Record<string, unknown> {
  id: string;
  world: number;
  secret: string;
  old_secret: string | null;
  old_until: number | null;
  body: { connect: boolean; shown: EndpointBody };
}

/** Reads endpoints and faults into memory, as after a start. */
export async function readWebhooks(store: Store): Promise<void> {
  const { webhooks: book, query } = store;
  const rows = await query<EndpointRow>('select * from webhook_endpoints order by created, id');
  book.endpoints = new Map(rows.map((row) => [row.id, remembered(row)]));
  const platforms = await query<{ id: string; world: number }>('select id, world from connected_accounts');
  book.platforms = new Map(platforms.map(({ id, world }) => [id, world]));
  const kept = await readSetting<{ faults: DeliveryFaults; from: number }>(query, 'deliveryFaults');
  book.faults = kept?.faults ?? noDeliveryFaults;
  const [passed] = await query<{ count: number }>(
    'select count(*) as count from deliveries where copy = 0 and id > $1',
    [kept?.from ?? 0],
  );
  book.ordinal = kept === null ? 0 : (passed?.count ?? 0);
}

function remembered(row: EndpointRow): Endpoint {
  const { shown, connect } = row.body;
  return {
    id: row.id,
    world: row.world,
    url: shown.url,
    secret: row.secret,
    old: row.old_secret === null ? null : { secret: row.old_secret, until: row.old_until ?? 0 },
    version: shown.api_version,
    types: shown.enabled_events.includes('*') ? null : new Set(shown.enabled_events),
    enabled: shown.status === 'enabled',
    connect,
  };
}

function newSecret(): string {
  return `whsec_${secretLetters(32)}`;
}

const known = new Set([
  ...[
    'created',
    'deactivated',
    'reactivated',
    'disconnected',
    'refreshed_balance',
    'refreshed_inferred_balances',
    'refreshed_ownership',
    'refreshed_transactions',
    'account_numbers_updated',
    'upcoming_account_number_expiry',
    'expected_deactivation_date_updated',
    'upcoming_deactivation',
    'supported_payment_method_types_updated',
  ].map((name) => `financial_connections.account.${name}`),
  'financial_connections.authorization.expected_deactivation_date_updated',
  'financial_connections.authorization.upcoming_deactivation',
  'financial_connections.session.updated',
]);

/** Refuses a type that Stripe does not know. Types of its other products pass if they look like one. */
function checkTypes(types: string[]): void {
  types.forEach((type, index) => {
    const fits = type.startsWith('financial_connections.')
      ? known.has(type)
      : /^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(type);
    if (type !== '*' && !fits) {
      throw refused(
        `enabled_events[${index}]`,
        `Invalid enabled_events[${index}]: ${type.slice(0, 100)} is not an event type`,
      );
    }
  });
}

async function lockEndpoint(tx: Tx, id: string): Promise<EndpointRow> {
  const [row] = await tx.query<EndpointRow>(
    'select * from webhook_endpoints where id = $1 and world = $2 for update',
    [id, tx.world.id],
  );
  if (row === undefined) throw noSuch('webhook endpoint', id, 'webhook_endpoint', 404);
  return row;
}

async function saveEndpoint(tx: Tx, row: EndpointRow): Promise<void> {
  tx.changed = true;
  await tx.query(
    'update webhook_endpoints set secret = $2, old_secret = $3, old_until = $4, body = $5 where id = $1',
    [row.id, row.secret, row.old_secret, row.old_until, JSON.stringify(row.body)],
  );
  tx.after.push(() => tx.webhooks.endpoints.set(row.id, remembered(row)));
}

/** What was to be sent to an endpoint is sent no more. */
async function stopDeliveries(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `update deliveries set state = 'failed' where endpoint = $1 and state in ('pending', 'held')`,
    [id],
  );
}

const create = writes({
  path,
  operation: 'webhook_endpoints.create',
  parameters: () => ({
    url: needed(aUrl()),
    enabled_events: needed(anArray(aString(), { least: 1, most: 300 })),
    api_version: aString(),
    connect: aBoolean(),
    description: aClearableString(),
    metadata: aMetadata(),
  }),
  async run({ tx, params }) {
    checkTypes(params.enabled_events);
    if (params.api_version !== undefined && findVersion(params.api_version) === null) {
      throw refused('api_version', `Invalid Stripe API version: ${params.api_version.slice(0, 60)}`);
    }
    await tx.query('select pg_advisory_xact_lock(4012, $1)', [tx.world.id]);
    const [taken] = await tx.query<{ count: number }>(
      'select count(*) as count from webhook_endpoints where world = $1',
      [tx.world.id],
    );
    if ((taken?.count ?? 0) >= most) {
      throw new Failure(
        `You have reached the maximum of ${most} ${tx.world.livemode ? 'live' : 'test'} webhook endpoints.`,
      );
    }
    const shown: EndpointBody = {
      id: idAt('we', tx.now()),
      object: 'webhook_endpoint',
      api_version: params.api_version ?? null,
      application: null,
      created: seconds(tx),
      description: params.description ?? null,
      enabled_events: [...new Set(params.enabled_events)],
      livemode: tx.world.livemode,
      metadata: withoutEmpty(params.metadata ?? {}),
      status: 'enabled',
      url: params.url,
    };
    const row: EndpointRow = {
      id: shown.id,
      world: tx.world.id,
      secret: newSecret(),
      old_secret: null,
      old_until: null,
      body: { connect: params.connect === true, shown },
    };
    tx.changed = true;
    note(tx, 'webhook_endpoint.create', shown.id);
    await insertRows(tx.query, 'webhook_endpoints', [{ ...row, created: shown.created }]);
    tx.after.push(() => tx.webhooks.endpoints.set(row.id, remembered(row)));
    return { ...shown, secret: row.secret };
  },
});

function withoutEmpty(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== ''));
}

const update = writes({
  path: `${path}/:id`,
  operation: 'webhook_endpoints.update',
  parameters: () => ({
    url: aUrl(),
    enabled_events: anArray(aString(), { least: 1, most: 300 }),
    description: aClearableString(),
    metadata: aMetadata(),
    disabled: aBoolean(),
  }),
  async run({ tx, id, params }) {
    const row = await lockEndpoint(tx, id);
    const { shown } = row.body;
    const { url, enabled_events, description, metadata, disabled } = params;
    if (enabled_events !== undefined) {
      checkTypes(enabled_events);
      shown.enabled_events = [...new Set(enabled_events)];
    }
    if (url !== undefined) shown.url = url;
    if (description !== undefined) shown.description = description;
    if (metadata !== undefined) shown.metadata = withoutEmpty({ ...shown.metadata, ...metadata });
    if (disabled !== undefined) shown.status = disabled ? 'disabled' : 'enabled';
    if (disabled === true) await stopDeliveries(tx, id);
    note(tx, 'webhook_endpoint.update', id);
    await saveEndpoint(tx, row);
    return shown;
  },
});

const remove = deletes({
  path: `${path}/:id`,
  operation: 'webhook_endpoints.delete',
  parameters: () => ({}),
  async run({ tx, id }) {
    await lockEndpoint(tx, id);
    await tx.query('delete from webhook_endpoints where id = $1', [id]);
    await stopDeliveries(tx, id);
    tx.changed = true;
    note(tx, 'webhook_endpoint.delete', id);
    tx.after.push(() => tx.webhooks.endpoints.delete(id));
    return { id, object: 'webhook_endpoint', deleted: true };
  },
});

async function getEndpoint(query: Query, world: number, id: string): Promise<EndpointBody> {
  const [row] = await query<EndpointRow>('select * from webhook_endpoints where id = $1 and world = $2', [
    id,
    world,
  ]);
  if (row === undefined) throw noSuch('webhook endpoint', id, 'webhook_endpoint', 404);
  return row.body.shown;
}

/** A new secret; the old one goes on signing beside it for a while. */
export async function rollSecret(tx: Tx, id: string, overlapSeconds: number): Promise<unknown> {
  const row = await lockEndpoint(tx, id);
  row.old_secret = overlapSeconds === 0 ? null : row.secret;
  row.old_until = overlapSeconds === 0 ? null : Math.floor(tx.now() + overlapSeconds * 1000);
  row.secret = newSecret();
  note(tx, 'webhook_endpoint.roll', id);
  await saveEndpoint(tx, row);
  return { ...row.body.shown, secret: row.secret };
}

/** The calls on webhook endpoints. */
export const endpointCalls: Call[] = [
  create,
  update,
  remove,
  reads({
    path,
    operation: 'webhook_endpoints.list',
    parameters: () => pageParameters,
    run: ({ store, world, params }) =>
      pageOf<EndpointRow>({
        query: store.query,
        table: 'webhook_endpoints',
        order: [
          { column: 'created', type: 'bigint' },
          { column: 'id', type: 'text' },
        ],
        where: ['world = $1'],
        values: [world.id],
        page: params,
        thing: 'webhook endpoint',
        url: path,
        render: (rows) => rows.map(({ body }) => body.shown),
      }),
  }),
  reads({
    path: `${path}/:id`,
    operation: 'webhook_endpoints.retrieve',
    parameters: () => ({}),
    run: ({ store, world, id }) => getEndpoint(store.query, world.id, id),
  }),
];
