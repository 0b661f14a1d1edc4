// What Postgres tells when rows have changed (the trigger function notify_changes), parsed.
import 'server-only';
import { z } from 'zod';

const Note = z.object({
  /** The table. */
  t: z.string(),
  /** The highest version among the changed rows, of tables that have versions. */
  v: z.string().regex(/^\d+$/).transform(BigInt).optional(),
  ids: z.array(z.string()).optional(),
  many: z.boolean().optional(),
});
export type Note = z.infer<typeof Note>;

/** The note, or null for what is none: anyone may notify on a channel. */
export function parseNote(payload: string): Note | null {
  try {
    return Note.safeParse(JSON.parse(payload)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
