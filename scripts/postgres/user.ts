// Postgres refuses to run as root: as root it runs as the user "postgres", who must be able to reach its files.
import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ToldError } from '@/scripts/told-error';

const NAME = 'postgres';

/** Who runs the server; null means: the user of this process. */
export interface ServerUser {
  uid: number;
  gid: number;
}

function idOf(flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, NAME], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : null;
}

function find(): ServerUser | null {
  const uid = idOf('-u');
  const gid = idOf('-g');
  return uid === null || gid === null ? null : { uid, gid };
}

/** The user of the server, made when it is missing and we are root. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const found = find();
  if (found) return found;
  spawnSync('groupadd', ['--system', NAME]);
  spawnSync('useradd', ['--system', '--no-create-home', '--gid', NAME, '--shell', '/bin/false', NAME]);
  const made = find();
  if (made) return made;
  throw new ToldError(
    'Postgres does not run as root, and the user "postgres" could not be made. ' +
      'Make it (useradd --system postgres), start as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether the user can go into the folder, or into its nearest parent that exists. */
export function canReach(user: ServerUser, folder: string): boolean {
  let nearest = folder;
  while (spawnSync('test', ['-d', nearest]).status !== 0 && dirname(nearest) !== nearest)
    nearest = dirname(nearest);
  return spawnSync('test', ['-x', nearest], { ...user, cwd: '/' }).status === 0;
}

/** Gives a folder and all in it to the user; nothing to do when the folder is theirs already. */
export function giveTo(user: ServerUser | null, folder: string): void {
  if (!user || lstatSync(folder).uid === user.uid) return;
  giveTree(user, folder);
}

function giveTree(user: ServerUser, path: string): void {
  const info = lstatSync(path);
  if (info.isSymbolicLink()) return;
  if (info.isDirectory()) for (const name of readdirSync(path)) giveTree(user, join(path, name));
  chownSync(path, user.uid, user.gid);
}
