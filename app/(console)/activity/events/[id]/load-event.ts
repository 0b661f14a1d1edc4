// Reads the event of a page.
import type { EventDetail } from '@/domain/event';
import { requireEvent } from '@/server/cache/events';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { requireKnownHost } from '@/server/hosts';
import { hasBadText } from '@/server/http/json';

/** The event, or null where none with this id was received. */
export async function loadEvent(id: string): Promise<EventDetail | null> {
  await requireKnownHost();
  // Pages pass on whatever stands in the address.
  if (hasBadText(id)) return null;
  try {
    return await requireEvent(db, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
