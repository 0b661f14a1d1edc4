// How the balance of an account went.
import { BalanceQuery } from '@/domain/balance-history-query';
import { readBalanceHistory } from '@/server/cache/balance-history';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'accounts:read',
  query: BalanceQuery,
  run: ({ id, query }) => readBalanceHistory(db, id, query),
});
