// Notes gathered for a moment, so that many changes are read and told as one.
import 'server-only';
import type { Note } from './note';

/** Per table: which ids have changed, or null for too many to name. */
export type Batch = Map<string, Set<string> | null>;

/** More rows than this at once are not sent one by one: browsers read what they show. */
export const mostIds = 200;

/** Adds a note to a batch. */
export function addNote(batch: Batch, { t: table, ids, many }: Note): void {
  const known = batch.get(table);
  if (many || !ids || known === null) {
    batch.set(table, null);
    return;
  }
  const all = new Set([...(known ?? []), ...ids]);
  batch.set(table, all.size > mostIds ? null : all);
}
