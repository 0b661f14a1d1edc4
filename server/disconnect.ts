// For a process that goes on without Postgres, as the supervisor does: it must not mind when the server ends.
import 'server-only';
import { db } from '@/server/db';
import { leaveAll } from '@/server/stripe/way/shared';

/** Closes every connection of this process; the next query opens one again. */
export async function disconnect(): Promise<void> {
  await db.$disconnect();
  await leaveAll();
}
