// Reads the session of a page.
import type { SessionDetail } from '@/domain/session';
import { requireSession } from '@/server/cache/sessions';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { requireKnownHost } from '@/server/hosts';

/** The session, or null where this console does not know the id. */
export async function loadSession(id: string): Promise<SessionDetail | null> {
  await requireKnownHost();
  try {
    return await requireSession(db, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
