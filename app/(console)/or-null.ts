// How a page reads the one thing that its address names.
import { type Db, db } from '@/server/db';
import { AppError } from '@/server/errors';
import { requireKnownHost } from '@/server/hosts';
import { hasBadText } from '@/server/http/json';

/** What `require` gives for the id, or null where it knows none. Throws for a host that is not ours. */
export async function orNull<Thing>(
  id: string,
  require: (db: Db, id: string) => Promise<Thing>,
): Promise<Thing | null> {
  await requireKnownHost();
  // Pages pass on whatever stands in the address.
  if (hasBadText(id)) return null;
  try {
    return await require(db, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
