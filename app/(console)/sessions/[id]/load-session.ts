// Reads the session of a page.
import { requireSession } from '@/server/cache/sessions';
import { orNull } from '../../or-null';

/** The session, or null where this console does not know the id. */
export const loadSession = (id: string) => orNull(id, requireSession);
