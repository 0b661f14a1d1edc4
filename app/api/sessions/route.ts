// The sessions that this console knows; a new one.
import { SessionCreate } from '@/domain/session-create';
import { SessionQuery } from '@/domain/session-query';
import { listSessions } from '@/server/cache/sessions';
import { createSession } from '@/server/commands/session';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'sessions:read',
  query: SessionQuery,
  run: ({ query }) => listSessions(db, query),
});

export const POST = handle({
  allow: 'sessions:create',
  body: SessionCreate,
  run: ({ body, intent }) => createSession(body, intent),
});
