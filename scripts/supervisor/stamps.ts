// Remembers what a step was made from, so that it is skipped while nothing of it has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A hash over names and contents of files and folders; a path that does not exist counts as such. */
export function hashOf(root: string, paths: string[], skip: (path: string) => boolean = () => false): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    if (skip(path)) return;
    const info = statSync(join(root, path), { throwIfNoEntry: false });
    if (info?.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
      return;
    }
    // With the length in front, so that no text can pass for the next file, nor nothing for an empty one.
    hash.update(`${path}\0${info ? info.size : 'missing'}\0`);
    if (info) hash.update(readFileSync(join(root, path)));
  };
  for (const path of [...paths].sort()) add(path);
  return hash.digest('hex');
}

/** Runs `make` unless it succeeded before with the same hash. Answers whether it ran. */
export async function madeOnce(stamp: string, hash: string, make: () => Promise<void>): Promise<boolean> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  // First gone, last written: a killed run leaves no stamp for what is half made.
  rmSync(stamp, { force: true });
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}
