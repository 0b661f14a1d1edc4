// Reads the event of a page.
import { requireEvent } from '@/server/cache/events';
import { orNull } from '../../../or-null';

/** The event, or null where none with this id was received. */
export const loadEvent = (id: string) => orNull(id, requireEvent);
