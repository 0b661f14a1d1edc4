// What the log may say about an error: where it happened, never what it was about.
import 'server-only';

export interface ErrorFacts {
  kind: string;
  code?: string;
  message?: string;
  frames?: string[];
  cause?: ErrorFacts;
}

/** Kinds whose message may quote a row, a parameter or an answer, and with it somebody's data. */
const quotes = /^(Prisma|DriverAdapter|Zod|\$Zod|SyntaxError|DatabaseError)|^error$/;

/** Name, code and stack frames of an error and its causes; the message only where it quotes nothing. */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { kind: typeof error };
  const facts: ErrorFacts = { kind: error.name };
  if ('code' in error && typeof error.code === 'string') facts.code = error.code;
  if (!quotes.test(error.name)) facts.message = error.message.slice(0, 300);
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  if (frames?.length) facts.frames = frames.slice(0, 8).map((line) => line.trim());
  if (error.cause !== undefined && depth < 4) facts.cause = errorFacts(error.cause, depth + 1);
  return facts;
}
