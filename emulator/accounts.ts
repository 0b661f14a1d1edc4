// The calls on accounts and logins: list, retrieve, refresh, subscribe, disconnect, owners.
import { disconnect } from '@/emulator/bank/life';
import { lockLogin } from '@/emulator/bank/login';
import { getAccount, getAuthorization, lockAccount, saveAccount } from '@/emulator/bank/records';
import { refreshObstacle, startRefresh } from '@/emulator/bank/refresh';
import { schedule, unschedule } from '@/emulator/clock';
import { type Account, type Feature, features, type OwnerBody } from '@/emulator/objects';
import { type Call, reads, writes } from '@/emulator/protocol/call';
import { Failure, noSuch } from '@/emulator/protocol/failure';
import { pageOf, pageOfArray, pageParameters } from '@/emulator/protocol/paging';
import { aHash, anArray, aString, needed, oneOf } from '@/emulator/protocol/parameters';
import { abilities } from '@/emulator/protocol/versions';
import { note, seconds, type Tx } from '@/emulator/store';
import { renderAccount, renderAuthorization } from '@/emulator/wire';

const base = '/v1/financial_connections';
const thing = 'financial connections account';
const expandable = ['ownership', 'account_holder.customer', 'account_holder.account'];
const dayMs = 86_400_000;

function missing(id: string): Failure {
  return noSuch(thing, id, 'account', 404);
}

function disconnected(account: Account): Failure {
  return new Failure(
    `The account ${account.body.id} has been disconnected; its data can no longer be accessed.`,
    {
      param: 'account',
    },
  );
}

/** Refuses an account on which nothing can be started. */
function requireActive(account: Account): void {
  if (account.body.status === 'disconnected') throw disconnected(account);
  if (account.body.status === 'active') return;
  throw new Failure(`The account ${account.body.id} is inactive; its data cannot be refreshed.`, {
    code: 'financial_connections_account_inactive',
    param: 'account',
  });
}

function requirePermission(tx: Tx, account: Account, feature: Feature): void {
  const { permission } = features[feature];
  if (tx.switches.missingPermission === 'ignore' || account.body.permissions?.includes(permission) === true)
    return;
  throw new Failure(
    `You do not have the \`${permission}\` permission on the account ${account.body.id}, which is needed for \`${feature}\`.`,
    { param: 'features' },
  );
}

/** Refuses to read the data of a disconnected account; true when it is to look empty. */
export function dataIsGone(account: Account, rule: 'error' | 'empty' | 'readable'): boolean {
  if (account.body.status !== 'disconnected' || rule === 'readable') return false;
  if (rule === 'error') throw disconnected(account);
  return true;
}

const listAccounts = reads({
  path: `${base}/accounts`,
  operation: 'accounts.list',
  expandable,
  parameters: (version) => ({
    ...pageParameters,
    account_holder: aHash({
      customer: aString(),
      account: aString(),
      ...(abilities(version).customerAccount ? { customer_account: aString() } : {}),
    }),
    session: aString(),
  }),
  async run({ store, world, view, params, recall }) {
    const holders = Object.values(params.account_holder ?? {}).filter((value) => value !== undefined);
    if (holders.length + (params.session === undefined ? 0 : 1) > 1) {
      throw new Failure(
        'You may only specify one of these parameters: account_holder[account], account_holder[customer], session.',
        { code: 'parameters_exclusive' },
      );
    }
    const where = ['world = $1'];
    const values: unknown[] = [world.id];
    if (holders.length > 0) where.push(`holder = $${values.push(holders[0])}`);
    if (params.session !== undefined) {
      where.push(
        `id in (select account from session_accounts where session = $${values.push(params.session)})`,
      );
    }
    return pageOf<Account & Record<string, unknown>>({
      query: store.query,
      table: 'accounts',
      order: [
        { column: 'created', type: 'bigint' },
        { column: 'id', type: 'text' },
      ],
      where,
      values,
      page: params,
      thing,
      url: `${base}/accounts`,
      render: (rows) => rows.map((row) => renderAccount(recall(row), view)),
    });
  },
});

const retrieveAccount = reads({
  path: `${base}/accounts/:id`,
  operation: 'accounts.retrieve',
  expandable,
  parameters: () => ({}),
  async run({ store, world, view, id, recall }) {
    const account = await getAccount(store.query, world.id, id);
    if (account === null) throw missing(id);
    return renderAccount(recall(account), view);
  },
});

const refreshFeatures = {
  features: needed(anArray(oneOf(['balance', 'ownership', 'transactions']), { least: 1, most: 20 })),
};

const refreshAccount = writes({
  path: `${base}/accounts/:id/refresh`,
  operation: 'accounts.refresh',
  expandable,
  parameters: () => refreshFeatures,
  async run({ tx, view, id, params }) {
    const account = await lockAccount(tx, id);
    if (account === null) throw missing(id);
    requireActive(account);
    const asked = [...new Set(params.features)];
    for (const feature of asked) requirePermission(tx, account, feature);
    const startable = asked.filter((feature) => {
      const obstacle = refreshObstacle(account, feature, seconds(tx));
      if (obstacle !== null && tx.switches.refreshTooEarly === 'refuse')
        throw tooEarly(account, feature, obstacle);
      return obstacle === null;
    });
    for (const feature of startable) await startRefresh(tx, account, feature);
    if (startable.length > 0) await saveAccount(tx, account);
    return renderAccount(account, view);
  },
});

function tooEarly(account: Account, feature: Feature, obstacle: 'pending' | 'too_early'): Failure {
  const next = account.body[features[feature].hash]?.next_refresh_available_at;
  const why = obstacle === 'pending' ? 'is already pending' : `is not available before ${next}`;
  return new Failure(`A refresh of \`${feature}\` ${why} on the account ${account.body.id}.`, {
    param: 'features',
  });
}

const subscribeFeatures = { features: needed(anArray(oneOf(['transactions']), { least: 1, most: 20 })) };

const subscribe = writes({
  path: `${base}/accounts/:id/subscribe`,
  operation: 'accounts.subscribe',
  expandable,
  parameters: () => subscribeFeatures,
  async run({ tx, view, id }) {
    const account = await lockAccount(tx, id);
    if (account === null) throw missing(id);
    requireActive(account);
    requirePermission(tx, account, 'transactions');
    if (account.body.subscriptions.includes('transactions')) {
      if (tx.switches.repeatedSubscribe === 'refuse') {
        throw new Failure(`The account ${id} is already subscribed to transactions.`, { param: 'features' });
      }
      return renderAccount(account, view);
    }
    account.body.subscriptions = [...account.body.subscriptions, 'transactions'];
    note(tx, 'subscribe', id, id);
    if (account.body.transaction_refresh?.status !== 'pending')
      await startRefresh(tx, account, 'transactions');
    schedule(tx, { dueAt: tx.now() + dayMs, kind: 'daily_refresh', ref: id });
    await saveAccount(tx, account);
    return renderAccount(account, view);
  },
});

const unsubscribe = writes({
  path: `${base}/accounts/:id/unsubscribe`,
  operation: 'accounts.unsubscribe',
  expandable,
  parameters: () => subscribeFeatures,
  async run({ tx, view, id }) {
    const account = await lockAccount(tx, id);
    if (account === null) throw missing(id);
    if (!account.body.subscriptions.includes('transactions')) {
      if (tx.switches.repeatedSubscribe === 'accept') return renderAccount(account, view);
      throw new Failure(`The account ${id} is not subscribed to transactions.`, { param: 'features' });
    }
    account.body.subscriptions = account.body.subscriptions.filter((feature) => feature !== 'transactions');
    note(tx, 'unsubscribe', id, id);
    await unschedule(tx, id, ['daily_refresh']);
    await saveAccount(tx, account);
    return renderAccount(account, view);
  },
});

const disconnectAccount = writes({
  path: `${base}/accounts/:id/disconnect`,
  operation: 'accounts.disconnect',
  expandable,
  parameters: () => ({}),
  async run({ tx, view, id }) {
    const login = await lockLogin(tx, id);
    if (login === null) throw missing(id);
    if (login.account.body.status === 'disconnected' && tx.switches.repeatedDisconnect === 'refuse') {
      throw new Failure(`The account ${id} is already disconnected.`, { param: 'account' });
    }
    await disconnect(tx, login, true);
    return renderAccount(login.account, view);
  },
});

const listOwners = reads({
  path: `${base}/accounts/:id/owners`,
  operation: 'accounts.owners',
  parameters: () => ({ ...pageParameters, ownership: needed(aString()) }),
  async run({ store, world, view, id, params }) {
    const account = await getAccount(store.query, world.id, id);
    if (account === null) throw missing(id);
    const gone = dataIsGone(account, view.switches.dataAfterDisconnect);
    const [row] = await store.query<{ owners: OwnerBody[] }>(
      'select owners from ownerships where id = $1 and account = $2',
      [params.ownership, id],
    );
    if (row === undefined) throw noSuch('ownership', params.ownership, 'ownership');
    const url = `${base}/accounts/${id}/owners?ownership=${params.ownership}`;
    return pageOfArray(gone ? [] : row.owners, params, 'account owner', url);
  },
});

const retrieveAuthorization = reads({
  path: `${base}/authorizations/:id`,
  operation: 'authorizations.retrieve',
  exists: (version) => abilities(version).relink,
  parameters: () => ({}),
  async run({ store, world, view, id }) {
    const authorization = await getAuthorization(store.query, world.id, id);
    if (authorization === null) throw noSuch('financial connections authorization', id, 'authorization', 404);
    return renderAuthorization(authorization, view);
  },
});

/** The calls on accounts and logins. */
export const accountCalls: Call[] = [
  listAccounts,
  retrieveAccount,
  refreshAccount,
  subscribe,
  unsubscribe,
  disconnectAccount,
  listOwners,
  retrieveAuthorization,
];
