// Reads a session from Stripe by its id and keeps it.
import { SessionLookup } from '@/domain/session-create';
import { lookUpSession } from '@/server/commands/session';
import { handle } from '@/server/http';

export const POST = handle({
  allow: 'sessions:read',
  body: SessionLookup,
  run: ({ body }) => lookUpSession(body.id),
});
