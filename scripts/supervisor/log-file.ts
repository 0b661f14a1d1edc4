// A file that collects what a child says, cut when it grows too long.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { sentenceFor } from '@/scripts/told-error';

const LIMIT_BYTES = 20_000_000;
const KEPT_LINES = 40;

export interface LogFile {
  path: string;
  write(chunk: string): void;
  /** The last lines, newest last. */
  lastLines(): string[];
}

/** Opens a log for appending; an old one that grew too long is kept beside it as ".1". */
export function openLog(path: string, say: (sentence: string) => void): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let hasComplained = false;
  let last: string[] = [];
  const append = (chunk: string) => {
    if (size > LIMIT_BYTES) {
      renameSync(path, `${path}.1`);
      size = 0;
    }
    appendFileSync(path, chunk);
    size += Buffer.byteLength(chunk);
  };
  const write = (chunk: string) => {
    last = [...last, ...chunk.split('\n').filter((line) => line.trim())].slice(-KEPT_LINES);
    try {
      append(chunk);
    } catch (error) {
      // A log that cannot be written must not end what it is about; said once.
      if (!hasComplained) say(`The log ${path} cannot be written. ${sentenceFor(error)}`);
      hasComplained = true;
    }
  };
  return { path, write, lastLines: () => last };
}
