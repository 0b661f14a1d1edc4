// How the refreshes of an account went.
import { RefreshHistoryQuery } from '@/domain/refresh-history-query';
import { readRefreshHistory } from '@/server/cache/refresh-history';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'accounts:read',
  query: RefreshHistoryQuery,
  run: ({ id, query }) => readRefreshHistory(db, id, query),
});
