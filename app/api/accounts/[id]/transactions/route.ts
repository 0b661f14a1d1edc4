// The transactions of an account, newest first.
import { TransactionQuery } from '@/domain/transaction';
import { listTransactions } from '@/server/cache/transactions';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'transactions:read',
  query: TransactionQuery,
  run: ({ id, query }) => listTransactions(db, id, query),
});
