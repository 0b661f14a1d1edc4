// What a control call was sent, parsed or refused in one sentence.
import type { z } from 'zod';
import { Failure } from '@/emulator/protocol/failure';

/** Parses what was sent, or refuses it. */
export function parse<T>(schema: z.ZodType<T>, sent: unknown): T {
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new Failure(
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  );
}
