// The one guarded writer of accounts: what Stripe says is let in when it is provably not older than what is stored.
// The rule, with its reasons: docs/guard.md.
import 'server-only';
import { createHash } from 'node:crypto';
import { type Db, Prisma } from '@/server/db';
import { log } from '@/server/log';
import type { AccountValues } from '@/server/stripe/map';

/** Where an account's state comes from. A snapshot is an event's copy; all others answer a call of ours. */
export type Source = 'read' | 'backfill' | 'action' | 'session' | 'sweep' | 'snapshot';

/** What proves the values: the number drawn before Stripe was asked, and the second of Stripe's clock. */
export interface Evidence {
  /** Null for a snapshot: it takes a fresh number when it is applied. */
  readNo: bigint | null;
  /** One second for all, or each account's own: snapshots of several events. */
  evidenceAt: Date | ReadonlyMap<string, Date>;
  apiVersion: string;
  source: Source;
}

/** An account as it is after an accepted write: what follow-up work needs to know. */
export interface SavedAccount {
  id: string;
  isNew: boolean;
  version: bigint;
  status: string;
  holder_id: string | null;
  holder_type: string | null;
  ownership_id: string | null;
  balance_refresh_status: string | null;
  ownership_refresh_status: string | null;
  transaction_refresh_status: string | null;
  transaction_refresh_id: string | null;
}

export interface SaveResult {
  saved: SavedAccount[];
  /** Dropped: a read that was sent later has already been stored. */
  olderIds: string[];
  /** Dropped because a snapshot was applied while the read was under way: which of them is newer is not known. */
  overtakenIds: string[];
  /** Snapshots that are not provably newer: a hint to read. */
  doubtIds: string[];
  /** Answers that would take an account back: kept aside; `attempts` counts them since the last accepted write. */
  stale: { id: string; attempts: number }[];
}

/**
 * Lets one or many accounts in by the guard. A snapshot must be of the API version that we read with: the caller sees to it. Must run in the transaction of its follow-ups; rows are locked in the
 * order of their ids, so that writers of overlapping pages cannot deadlock.
 */
export async function saveAccounts(
  tx: Db,
  accounts: AccountValues[],
  evidence: Evidence,
): Promise<SaveResult> {
  const values = [...new Map(accounts.map((account) => [account.id, account])).values()];
  values.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (values.length === 0) return { saved: [], olderIds: [], overtakenIds: [], doubtIds: [], stale: [] };

  const saved = await upsert(tx, values, evidence, false);
  const savedIds = new Set(saved.map((row) => row.id));
  const refused = values.filter((value) => !savedIds.has(value.id));
  const result: SaveResult = { saved, olderIds: [], overtakenIds: [], doubtIds: [], stale: [] };
  if (saved.length > 0) {
    await tx.$executeRaw`delete from stale_answers where account_id = any(${[...savedIds]})`;
  }
  if (refused.length > 0) await sortRefused(tx, refused, evidence, result);
  return result;
}

/** Why each refused write was refused; a stale answer that Stripe insists on is believed at last. */
async function sortRefused(
  tx: Db,
  refused: AccountValues[],
  evidence: Evidence,
  result: SaveResult,
): Promise<void> {
  const ids = refused.map((value) => value.id);
  const stored = await tx.$queryRaw<{ id: string; read_no: bigint; status: string; source: string }[]>`
    select id, read_no, status, source from accounts where id = any(${ids})`;
  const byId = new Map(stored.map((row) => [row.id, row]));
  for (const value of refused) {
    const row = byId.get(value.id);
    if (evidence.readNo === null) {
      result.doubtIds.push(value.id);
    } else if (row && row.read_no >= evidence.readNo) {
      (row.source === 'snapshot' ? result.overtakenIds : result.olderIds).push(value.id);
    } else {
      const reason =
        row?.status === 'disconnected' && value.status !== 'disconnected' ? 'resurrection' : 'lower_stamp';
      const kept = await keepStale(tx, value, reason);
      const [believed] = kept.agreed >= answersToBelieve ? await upsert(tx, [value], evidence, true) : [];
      if (believed) {
        log.warn({ account: value.id, reason }, 'Stripe insists on an older state: believed');
        await tx.$executeRaw`delete from stale_answers where account_id = ${value.id}`;
        result.saved.push(believed);
      } else {
        result.stale.push({ id: value.id, attempts: kept.attempts });
      }
    }
  }
}

/** Answers that must agree, each at least a minute after the last one counted, before an older state is believed. */
const answersToBelieve = 3;

async function keepStale(
  tx: Db,
  value: AccountValues,
  reason: string,
): Promise<{ agreed: number; attempts: number }> {
  const raw = JSON.stringify(value.raw);
  const digest = createHash('sha256').update(raw).digest('hex');
  const [row] = await tx.$queryRaw<{ agreed: number; attempts: number }[]>`
    insert into stale_answers as s (account_id, digest, reason, raw)
    values (${value.id}, ${digest}, ${reason}, ${raw}::jsonb)
    on conflict (account_id) do update set
      agreed = case
        when s.digest <> excluded.digest then 1
        when now() - s.counted_at >= interval '60 seconds' then s.agreed + 1
        else s.agreed end,
      counted_at = case
        when s.digest <> excluded.digest or now() - s.counted_at >= interval '60 seconds' then now()
        else s.counted_at end,
      attempts = s.attempts + 1,
      digest = excluded.digest, reason = excluded.reason, raw = excluded.raw, last_at = now()
    returning agreed, attempts`;
  if (!row) throw new Error('The stale answer was not kept.');
  return row;
}

/** Columns that are taken as they come. */
const plain = [
  ...[
    'livemode',
    'created_at',
    'display_name',
    'institution_name',
    'last4',
    'category',
    'subcategory',
    'status',
  ],
  ...['holder_type', 'holder_id', 'payment_method_types', 'raw', 'api_version', 'source', 'unknown_fields'],
  ...['read_no', 'read_at'],
];

/** Columns that a payload may not know: its key is then in `unknown_fields`, and what is stored stays. */
const byKey: Record<string, string[]> = {
  account_numbers: ['account_numbers'],
  authorization: ['authorization_id'],
  institution: ['institution_id'],
  permissions: ['permissions', 'permissions_known'],
  subscriptions: ['subscriptions'],
};

/** Data that goes from Stripe's object at a disconnect, and that our copy keeps, with its time. */
const keptAtDisconnect: Record<string, string[]> = {
  balance: ['balance_type', 'balance_as_of', 'balance_amounts'],
  ownership: ['ownership_id'],
  balance_refresh: ['balance_refresh_status', 'balance_refresh_attempted_at', 'balance_refresh_next_at'],
  ownership_refresh: [
    'ownership_refresh_status',
    'ownership_refresh_attempted_at',
    'ownership_refresh_next_at',
  ],
  transaction_refresh: [
    ...['transaction_refresh_status', 'transaction_refresh_attempted_at', 'transaction_refresh_next_at'],
    'transaction_refresh_id',
  ],
};

const details = ['cause', 'action', 'expected_deactivation_at'];
const succeeded = ['balance', 'ownership', 'transaction'];
const isUnknown = (key: string) => `'${key}' = any(excluded.unknown_fields)`;

/** The `set` list: fixed text from the tables above, no value of anyone's. */
const assignments = [
  ...plain.map((column) => `${column} = excluded.${column}`),
  ...Object.entries(byKey).flatMap(([key, columns]) =>
    columns.map(
      (column) => `${column} = case when ${isUnknown(key)} then a.${column} else excluded.${column} end`,
    ),
  ),
  ...Object.entries(keptAtDisconnect).flatMap(([key, columns]) =>
    columns.map(
      (column) => `${column} = case when ${isUnknown(key)}
        or (excluded.status = 'disconnected' and excluded.${columns[0]} is null)
        then a.${column} else excluded.${column} end`,
    ),
  ),
  // Details belong to a status: a payload without them keeps the old ones only while the status is the same.
  ...details.map(
    (column) => `${column} = case when ${isUnknown('status_details')} and a.status = excluded.status
      then a.${column} else excluded.${column} end`,
  ),
  ...succeeded.map(
    (feature) =>
      `${feature}_succeeded_at = coalesce(excluded.${feature}_succeeded_at, a.${feature}_succeeded_at)`,
  ),
  'holder_name = excluded.holder_name',
  'holder_email = excluded.holder_email',
  'evidence_at = greatest(a.evidence_at, excluded.evidence_at)',
  // Drawn under the row's lock: the number drawn for the insert may be lower than that of a writer who was here first.
  "version = nextval('change_version')",
].join(',\n      ');

/** A stamp may not go down. Null counts as lowest, but for a disconnected account, which has no data any more. */
const stampHolds = (key: string, column: string) => `coalesce(excluded.${column} >= a.${column},
        a.${column} is null or excluded.status = 'disconnected' or ${isUnknown(key)})`;

const stampsHold = [
  stampHolds('balance', 'balance_as_of'),
  stampHolds('balance_refresh', 'balance_refresh_attempted_at'),
  stampHolds('ownership_refresh', 'ownership_refresh_attempted_at'),
  stampHolds('transaction_refresh', 'transaction_refresh_attempted_at'),
].join('\n      and ');

const columnTypes = `
  id text, livemode boolean, created_at timestamptz, display_name text, institution_name text, institution_id text,
  last4 text, category text, subcategory text, status text, cause text, action text,
  expected_deactivation_at timestamptz, holder_type text, holder_id text, authorization_id text, ownership_id text,
  permissions text[], permissions_known boolean, subscriptions text[], payment_method_types text[],
  account_numbers jsonb, balance_type text, balance_as_of timestamptz, balance_amounts jsonb,
  balance_refresh_status text, balance_refresh_attempted_at timestamptz, balance_refresh_next_at timestamptz,
  ownership_refresh_status text, ownership_refresh_attempted_at timestamptz, ownership_refresh_next_at timestamptz,
  transaction_refresh_status text, transaction_refresh_attempted_at timestamptz,
  transaction_refresh_next_at timestamptz, transaction_refresh_id text, unknown_fields text[], raw jsonb,
  evidence_at timestamptz`;
const columns = columnTypes.split(',').map((column) => column.trim().split(' ')[0] ?? '');
const columnList = columns.join(', ');
const succeededAt = (feature: string) =>
  `case when n.${feature}_refresh_status = 'succeeded' then n.${feature}_refresh_attempted_at end`;

/** The check and the write in one statement: any number of processes may race. */
async function upsert(
  tx: Db,
  values: AccountValues[],
  evidence: Evidence,
  isBelieved: boolean,
): Promise<SavedAccount[]> {
  const isSnapshot = evidence.readNo === null;
  const { evidenceAt } = evidence;
  const rows = values.map((value) => ({
    ...value,
    evidence_at: evidenceAt instanceof Date ? evidenceAt : evidenceAt.get(value.id),
  }));
  return await tx.$queryRaw<SavedAccount[]>`
    insert into accounts as a (${Prisma.raw(columnList)},
      balance_succeeded_at, ownership_succeeded_at, transaction_succeeded_at, holder_name, holder_email,
      api_version, source, read_no, version, read_at)
    select ${Prisma.raw(columns.map((column) => `n.${column}`).join(', '))},
      ${Prisma.raw(succeeded.map(succeededAt).join(', '))}, h.name, h.email,
      ${evidence.apiVersion}, ${evidence.source}, coalesce(${evidence.readNo}::bigint, nextval('read_no')),
      nextval('change_version'), now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(${Prisma.raw(columnTypes)})
    left join holders h on h.id = n.holder_id
    order by n.id
    on conflict (id) do update set
      ${Prisma.raw(assignments)}
    where excluded.read_no > a.read_no
      and (not ${isSnapshot} or excluded.evidence_at > a.evidence_at)
      and (${isBelieved} or (
        not (a.status = 'disconnected' and excluded.status <> 'disconnected')
        and ${Prisma.raw(stampsHold)}))
    returning a.id, (xmax = 0) as "isNew", a.version, a.status, a.holder_id, a.holder_type, a.ownership_id,
      a.balance_refresh_status, a.ownership_refresh_status, a.transaction_refresh_status, a.transaction_refresh_id`;
}
