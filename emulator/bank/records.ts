// Reading, locking and writing the rows of accounts, logins, sessions.

import type { SavedAccount } from '@/emulator/faults/past';
import type {
  Account,
  AccountBody,
  AccountInside,
  Authorization,
  AuthorizationBody,
  Holder,
  Session,
  SessionBody,
} from '@/emulator/objects';
import { insertRows, note, prepared, type Query, type Tx } from '@/emulator/store';

interface AccountRow extends Record<string, unknown> {
  body: AccountBody;
  inside: AccountInside;
  patch: Record<string, unknown> | null;
}

/** The one id by which a holder is found. */
export function holderId(holder: Holder | null): string | null {
  return holder?.customer ?? holder?.account ?? holder?.customer_account ?? null;
}

/** An account, or null. */
export async function getAccount(query: Query, world: number, id: string): Promise<Account | null> {
  const [row] = await query<AccountRow>(
    prepared('select body, inside, patch from accounts where id = $1 and world = $2'),
    [id, world],
  );
  return row ?? null;
}

/** An account, held against other changes until the transaction ends; or null. */
export async function lockAccount(tx: Tx, id: string): Promise<Account | null> {
  const [row] = await tx.query<AccountRow>(
    prepared('select body, inside, patch from accounts where id = $1 and world = $2 for update'),
    [id, tx.world.id],
  );
  return row ?? null;
}

/** The accounts of a login, held, in the order of their ids so that two changes cannot block each other. */
export async function lockAccountsOf(tx: Tx, authorization: string): Promise<Account[]> {
  return tx.query<AccountRow>(
    prepared(
      'select body, inside, patch from accounts where authorization_id = $1 and world = $2 order by id for update',
    ),
    [authorization, tx.world.id],
  );
}

/** The accounts that a session brought, in the order they were chosen. */
export async function accountsOfSession(query: Query, session: string): Promise<Account[]> {
  return query<AccountRow>(
    `select a.body, a.inside, a.patch from session_accounts s join accounts a on a.id = s.account
     where s.session = $1 order by s.position`,
    [session],
  );
}

/** Writes a held account. */
export async function saveAccount(tx: Tx, account: Account): Promise<void> {
  await saveAccounts(tx, [account]);
}

// The array of ids is there for the planner, who would read the whole table for the records alone.
const updateText = `update accounts a set body = r.body, inside = r.inside, patch = r.patch
  from json_to_recordset($1) as r(id text, body json, inside json, patch json)`;
const update = prepared(`${updateText} where a.id = r.id and a.id = any($2)`);
const updateReturningOld = prepared(
  `${updateText}, accounts old where a.id = r.id and a.id = any($2) and old.id = r.id and old.id = any($2)
   returning a.id, old.body::text as body, old.inside::text as inside, old.patch::text as patch`,
);

/** Writes held accounts. What they were before is kept in mind, for reads that are to be stale. */
export async function saveAccounts(tx: Tx, accounts: Account[]): Promise<void> {
  tx.changed = true;
  const rows = accounts.map(({ body, inside, patch }) => ({
    id: body.id,
    now: {
      body: JSON.stringify(body),
      inside: JSON.stringify(inside),
      patch: patch === null ? null : JSON.stringify(patch),
    },
  }));
  const sent = [`[${rows.map(asJson).join(',')}]`, rows.map(({ id }) => id)];
  const unknown = rows.some(({ id }) => !tx.past.knows(id) && !tx.saved.has(id));
  const before = new Map<string, SavedAccount>();
  if (!unknown) await tx.query(update, sent);
  else {
    const old = await tx.query<Record<string, unknown> & SavedAccount & { id: string }>(
      updateReturningOld,
      sent,
    );
    for (const { id, body, inside, patch } of old) before.set(id, { body, inside, patch });
  }
  for (const { id, now } of rows) {
    tx.saved.set(id, { before: tx.saved.get(id)?.before ?? before.get(id) ?? null, now });
  }
}

function asJson({ id, now }: { id: string; now: SavedAccount }): string {
  return `{"id":${JSON.stringify(id)},"body":${now.body},"inside":${now.inside},"patch":${now.patch ?? 'null'}}`;
}

/** The row of an account. */
export function accountRow(account: Account, world: number) {
  return {
    id: account.body.id,
    world,
    created: account.body.created,
    holder: holderId(account.body.account_holder),
    authorization_id: account.body.authorization,
    body: account.body,
    inside: account.inside,
    patch: account.patch,
  };
}

/** Adds accounts. */
export async function addAccounts(tx: Tx, accounts: Account[]): Promise<void> {
  tx.changed = true;
  for (const { body } of accounts) note(tx, 'link', body.id, body.id);
  await insertRows(
    tx.query,
    'accounts',
    accounts.map((account) => accountRow(account, tx.world.id)),
  );
}

interface AuthorizationRow extends Record<string, unknown> {
  body: AuthorizationBody;
  institution: string;
}

/** A login, or null. */
export async function getAuthorization(
  query: Query,
  world: number,
  id: string,
): Promise<Authorization | null> {
  const [row] = await query<AuthorizationRow>(
    prepared('select body, institution from authorizations where id = $1 and world = $2'),
    [id, world],
  );
  return row ?? null;
}

/** A login, held: taken before its accounts, always in this order. Or null. */
export async function lockAuthorization(tx: Tx, id: string): Promise<Authorization | null> {
  const [row] = await tx.query<AuthorizationRow>(
    prepared('select body, institution from authorizations where id = $1 and world = $2 for update'),
    [id, tx.world.id],
  );
  return row ?? null;
}

/** Writes a held login. */
export async function saveAuthorization(tx: Tx, authorization: Authorization): Promise<void> {
  tx.changed = true;
  await tx.query(prepared('update authorizations set body = $2 where id = $1'), [
    authorization.body.id,
    JSON.stringify(authorization.body),
  ]);
}

/** The row of a login. */
export function authorizationRow(authorization: Authorization, world: number) {
  return {
    id: authorization.body.id,
    world,
    institution: authorization.institution,
    body: authorization.body,
  };
}

interface SessionRow extends Record<string, unknown> {
  created: number;
  body: SessionBody;
}

/** A session, or null. */
export async function getSession(query: Query, world: number, id: string): Promise<Session | null> {
  const [row] = await query<SessionRow>('select created, body from sessions where id = $1 and world = $2', [
    id,
    world,
  ]);
  return row ?? null;
}

/** A session, held; or null. */
export async function lockSession(tx: Tx, id: string): Promise<Session | null> {
  const [row] = await tx.query<SessionRow>(
    'select created, body from sessions where id = $1 and world = $2 for update',
    [id, tx.world.id],
  );
  return row ?? null;
}

/** Writes a held session. */
export async function saveSession(tx: Tx, session: Session): Promise<void> {
  tx.changed = true;
  await tx.query('update sessions set body = $2 where id = $1', [
    session.body.id,
    JSON.stringify(session.body),
  ]);
}

/** The row of a session. */
export function sessionRow(session: Session, world: number) {
  return { id: session.body.id, world, created: session.created, body: session.body };
}
