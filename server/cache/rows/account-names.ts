// What accounts are called, for lists of other things that name them by id.
import 'server-only';
import type { AccountName } from '@/domain/account';
import { seenText } from '@/domain/seen-text';
import type { Db } from '@/server/db';

/** By id; those that the copy does not hold are not among them. */
export async function readAccountNames(db: Db, ids: (string | null)[]): Promise<Map<string, AccountName>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  const rows = await db.account.findMany({
    where: { id: { in: known } },
    select: { id: true, displayName: true, institutionName: true, last4: true },
  });
  return new Map(
    rows.map(({ id, displayName, ...name }) => [id, { displayName: seenText(displayName), ...name }]),
  );
}
