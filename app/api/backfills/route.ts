// The runs over all accounts; a new one, or one that goes on.
import { BackfillCreate } from '@/domain/backfill-create';
import { PageQuery } from '@/domain/page';
import { listBackfills } from '@/server/cache/backfills';
import { startBackfill } from '@/server/commands/backfill';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'backfills:read',
  query: PageQuery,
  run: ({ query }) => listBackfills(db, query),
});

export const POST = handle({
  allow: 'backfills:start',
  body: BackfillCreate,
  run: ({ body, intent }) => startBackfill(body, intent),
});
