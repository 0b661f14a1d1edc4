// What must hold before anything is started; each fault is one sentence with its mend.
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomesFree } from '@/scripts/ports';
import { commandOf, folderOf, isAlive } from '@/scripts/processes';
import { ROOT } from '@/scripts/project';
import { ToldError } from '@/scripts/told-error';

const LEAST_FREE_BYTES = 300_000_000;
const FULL_BELOW_BYTES = 30_000_000;
const AFTER_KILL_WAIT_MS = 8_000;

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Whether a full disk is behind whatever just failed: not every program says so itself. */
export function isDiskFull(folder: string): boolean {
  return existsSync(folder) && freeBytes(folder) < FULL_BELOW_BYTES;
}

/** The disk has room for the build and the data. */
export function requireSpace(folder: string): void {
  const free = freeBytes(folder);
  if (free >= LEAST_FREE_BYTES) return;
  const megabytes = Math.floor(free / 1_000_000);
  throw new ToldError(
    `The disk under ${folder} has ${megabytes} MB left; Relink needs 300 MB. Free some space first.`,
  );
}

/** The port is free; a process of a run that was just killed may still be letting go of it. */
export async function requirePort(
  name: string,
  port: number,
  host: string,
  wasKilled: boolean,
): Promise<void> {
  let isFree: boolean;
  try {
    isFree = await becomesFree(port, host, wasKilled ? AFTER_KILL_WAIT_MS : 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') {
      throw new ToldError(`${name}=${port} may not be used by this user. Take a number above 1023.`, {
        cause: error,
      });
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ToldError(`HOST=${host} is not an address of this machine. Use 127.0.0.1.`, { cause: error });
    }
    throw error;
  }
  if (isFree) return;
  throw new ToldError(
    `Port ${port} is taken by another program. End that program, or start with another one: ${name}=${port + 1} npm start`,
  );
}

export interface Lock {
  /** The run before ended without cleaning up. */
  wasKilled: boolean;
  release(): void;
}

/** One supervisor a data folder. A lock whose process is gone, or is something else by now, does not count. */
export function takeLock(dataDir: string): Lock {
  mkdirSync(dataDir, { recursive: true });
  const path = lockOf(dataDir);
  const holder = holderOf(path);
  if (holder !== null && isSupervisor(holder)) {
    throw new ToldError(
      `Relink runs already from this folder (process ${holder}). Use it, or end it: kill ${holder}`,
    );
  }
  rmSync(path, { force: true });
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new ToldError('Relink is being started from this folder by another process.', { cause: error });
  }
  return {
    wasKilled: holder !== null,
    release: () => {
      if (existsSync(path) && readFileSync(path, 'utf8') === String(process.pid)) rmSync(path);
    },
  };
}

function lockOf(dataDir: string): string {
  return join(dataDir, 'supervisor.pid');
}

function holderOf(path: string): number | null {
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : null;
}

/** The process that runs Relink on this data folder, or null. */
export function runningSupervisor(dataDir: string): number | null {
  const holder = holderOf(lockOf(dataDir));
  return holder !== null && isSupervisor(holder) ? holder : null;
}

function isSupervisor(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid || !isAlive(pid)) return false;
  const folder = folderOf(pid);
  return commandOf(pid).includes('scripts/start.ts') && (folder === null || folder === ROOT);
}
