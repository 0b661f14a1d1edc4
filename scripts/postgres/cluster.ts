// Makes the files of a new database cluster, whole or not at all.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Programs } from '@/scripts/postgres/binaries';
import type { Home } from '@/scripts/postgres/home';
import { giveTo, type ServerUser } from '@/scripts/postgres/user';
import { sentenceFor } from '@/scripts/told-error';

export const SUPERUSER = 'relink';

interface NewCluster {
  home: Home;
  programs: Programs;
  user: ServerUser | null;
  password: string;
  test: boolean;
}

/** Runs initdb unless the cluster is there. A killed run leaves only a folder with another name. */
export async function makeCluster({ home, programs, user, password, test }: NewCluster): Promise<void> {
  if (existsSync(join(home.cluster, 'PG_VERSION'))) {
    giveTo(user, home.cluster);
    chmodSync(home.cluster, 0o700);
    return;
  }
  const part = `${home.cluster}.part`;
  const passwordFile = join(home.folder, 'initial-password');
  rmSync(part, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(user, passwordFile);
  const args = ['--pgdata', part, '--username', SUPERUSER, '--pwfile', passwordFile, '--auth=scram-sha-256'];
  // Postgres's own locale provider sorts the same on every machine.
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (test) args.push('--no-sync');
  try {
    const { code, output } = await runProgram(programs.initdb, args, user);
    if (code !== 0)
      throw new Error(sentenceFor(new Error(`PostgreSQL could not make its files.\n${output}`)));
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(part, home.cluster);
}

function runProgram(program: string, args: string[], user: ServerUser | null) {
  const env = { ...process.env, LC_ALL: 'C' };
  const child = spawn(program, args, { ...(user ?? {}), cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise<{ code: number; output: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
