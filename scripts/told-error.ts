// Errors whose message is a sentence for the person at the keyboard, with the mend in it.

/** Thrown when the reason and the mend are known: the command prints the message alone and exits with 1. */
export class ToldError extends Error {
  override name = 'ToldError';
}

const TOLD_CODES: Record<string, string> = {
  ENOSPC: 'The disk is full. Free some space, then start again.',
  EDQUOT: 'The disk quota is used up. Free some space, then start again.',
  EROFS: 'The folder of the project is read-only. Use a copy that may be written to.',
  EMFILE: 'Too many open files. Raise the limit (ulimit -n), then start again.',
};

/** The sentence for an error; text that a tool wrote is searched for a full disk too. */
export function sentenceFor(error: unknown): string {
  if (error instanceof ToldError) return error.message;
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  const message = error instanceof Error ? error.message : String(error);
  if (code && TOLD_CODES[code]) return TOLD_CODES[code];
  if (/No space left on device|ENOSPC/.test(message)) return TOLD_CODES.ENOSPC ?? message;
  if ((code === 'EACCES' || code === 'EPERM') && path) {
    return `${path} may not be written by this user. Give it to this user, or set RELINK_DATA_DIR to another folder.`;
  }
  return message;
}
