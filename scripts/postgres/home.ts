// The folder of an embedded server: its cluster, its log, and how to connect to it (port and password, mode 0600).
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { freePort, isPortFree } from '@/scripts/ports';
import { OPEN_FOLDERS } from '@/scripts/postgres/binaries';
import { canReach, giveTo, type ServerUser } from '@/scripts/postgres/user';

export interface Home {
  folder: string;
  cluster: string;
  log: string;
  connectionFile: string;
  /** Where the data was asked to be, when it could not be there. */
  movedFrom: string | null;
}

export interface Connection {
  port: number;
  password: string;
}

function homeAt(folder: string, movedFrom: string | null): Home {
  return {
    folder,
    cluster: join(folder, 'cluster'),
    log: join(folder, 'postgres.log'),
    connectionFile: join(folder, 'connection.json'),
    movedFrom,
  };
}

/** Writes so that a reader sees the old content or the new one, never half of it. */
function writeWhole(path: string, text: string): void {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, text, { mode: 0o600 });
  renameSync(part, path);
}

/** A folder outside a closed home; it is remembered, so that the data does not move when the home is opened later. */
function chooseFolder(wanted: string, user: ServerUser | null): string {
  const pointer = join(wanted, '..', 'postgres-location.json');
  if (existsSync(pointer)) {
    const told = JSON.parse(readFileSync(pointer, 'utf8')) as { wanted: string; folder: string };
    // A copied project brings the file of its original along.
    if (told.wanted === wanted) return told.folder;
  }
  if (!user || canReach(user, wanted)) return wanted;
  const name = `${basename(resolve('.'))}-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`;
  const open = OPEN_FOLDERS.find((folder) => canReach(user, folder)) ?? OPEN_FOLDERS[0];
  const folder = join(open ?? wanted, name);
  writeWhole(pointer, JSON.stringify({ wanted, folder }));
  return folder;
}

/** Finds or makes the folder for the server's files, reachable by the server's user. */
export function openHome(dataDir: string, user: ServerUser | null): Home {
  const wanted = resolve(dataDir, 'postgres');
  mkdirSync(resolve(dataDir), { recursive: true });
  const folder = chooseFolder(wanted, user);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  giveTo(user, folder);
  return homeAt(folder, folder === wanted ? null : wanted);
}

/** The remembered connection, or null before the first start. */
export function readConnection(home: Home): Connection | null {
  if (!existsSync(home.connectionFile)) return null;
  return JSON.parse(readFileSync(home.connectionFile, 'utf8')) as Connection;
}

/** The connection of the next start: the remembered one, with another port when someone else took it. */
export async function chooseConnection(home: Home): Promise<Connection> {
  const known = readConnection(home);
  const isUsable = known && (await isPortFree(known.port));
  if (isUsable) return known;
  const chosen = { port: await freePort(), password: known?.password ?? randomBytes(24).toString('hex') };
  writeWhole(home.connectionFile, JSON.stringify(chosen));
  return chosen;
}
