// The runs that look for what was missed; one more, now.
import { RunCreate, RunQuery } from '@/domain/run-query';
import { listRuns } from '@/server/cache/runs';
import { startRun } from '@/server/commands/start-run';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'runs:read',
  query: RunQuery,
  run: ({ query }) => listRuns(db, query),
});

export const POST = handle({
  allow: 'runs:start',
  body: RunCreate,
  run: ({ body, intent }) => startRun(body, intent),
});
