// The calls on transactions: incremental list, retrieve.
import { dataIsGone } from '@/emulator/accounts';
import { getAccount } from '@/emulator/bank/records';
import type { TransactionBody } from '@/emulator/objects';
import { type Call, reads } from '@/emulator/protocol/call';
import { Failure, noSuch } from '@/emulator/protocol/failure';
import { pageOf, pageParameters } from '@/emulator/protocol/paging';
import { aHash, aRange, aString, needed } from '@/emulator/protocol/parameters';
import type { Query } from '@/emulator/store';

const url = '/v1/financial_connections/transactions';

const orders = {
  transacted_at: [
    { column: 'transacted_at', type: 'bigint' },
    { column: 'id', type: 'text' },
  ],
  id: [{ column: 'id', type: 'text' }],
};

const listTransactions = reads({
  path: url,
  operation: 'transactions.list',
  parameters: () => ({
    ...pageParameters,
    account: needed(aString()),
    transacted_at: aRange(),
    transaction_refresh: aHash({ after: needed(aString()) }),
  }),
  async run({ store, world, view, params }) {
    const account = await getAccount(store.query, world.id, params.account);
    if (account === null) throw noSuch('financial connections account', params.account, 'account');
    if (dataIsGone(account, view.switches.dataAfterDisconnect))
      return { object: 'list', data: [], has_more: false, url };
    if (account.inside.transactionsRead == null) {
      throw new Failure(
        `The account ${params.account} has had no successful transaction refresh; refresh its transactions first.`,
        { code: 'financial_connections_no_successful_transaction_refresh', param: 'account' },
      );
    }
    const where = ['account = $1'];
    const values: unknown[] = [params.account];
    if (params.transaction_refresh !== undefined) {
      const after = await refreshNumber(store.query, params.account, params.transaction_refresh.after);
      where.push(`refresh_no > $${values.push(after)}`);
    }
    return pageOf<{ body: TransactionBody }>({
      query: store.query,
      table: 'transactions',
      order: orders[view.switches.transactionOrder],
      where,
      values,
      range: { column: 'transacted_at', value: params.transacted_at },
      page: params,
      thing: 'financial connections transaction',
      url,
      render: (rows) => rows.map((row) => row.body),
    });
  },
});

async function refreshNumber(query: Query, account: string, id: string): Promise<number> {
  const [row] = await query<{ no: number }>(
    'select no from transaction_refreshes where id = $1 and account = $2',
    [id, account],
  );
  if (row === undefined)
    throw noSuch('financial connections transaction refresh', id, 'transaction_refresh[after]');
  return row.no;
}

const retrieveTransaction = reads({
  path: `${url}/:id`,
  operation: 'transactions.retrieve',
  parameters: () => ({}),
  async run({ store, world, view, id }) {
    const [row] = await store.query<{ body: TransactionBody }>(
      'select body from transactions where id = $1',
      [id],
    );
    const account = row === undefined ? null : await getAccount(store.query, world.id, row.body.account);
    if (row === undefined || account === null || dataIsGone(account, view.switches.dataAfterDisconnect)) {
      throw noSuch('financial connections transaction', id, 'transaction', 404);
    }
    return row.body;
  },
});

/** The calls on transactions. */
export const transactionCalls: Call[] = [listTransactions, retrieveTransaction];
