// What a job failed with, as it may be shown.
import 'server-only';

/** Faults of our own whose text may quote a row, a parameter or an answer, and with it somebody's data. */
const quotes = /prisma|invocation|is not valid json|^\s*[[{]/i;
const mostShown = 300;

/** The sentence of an error for the operator; one that may hold somebody's data is left to the worker's log. */
export function shownError(error: string | null): string | null {
  if (error === null) return null;
  if (quotes.test(error)) return "A fault of the console. The worker's log tells which.";
  return error.trim().slice(0, mostShown);
}
