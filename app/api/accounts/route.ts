// The accounts that match, page by page.
import { AccountQuery } from '@/domain/account-query';
import { listAccounts } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'accounts:read',
  query: AccountQuery,
  run: ({ query }) => listAccounts(db, query),
});
