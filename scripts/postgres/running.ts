// A server that an earlier, killed run left behind: found by its pid file, ended before a new one starts.
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, folderOf, hasEnded, isAlive } from '@/scripts/processes';
import { ToldError } from '@/scripts/told-error';

const FAST_WAIT_MS = 20_000;
const QUICK_WAIT_MS = 5_000;

/** The pid of the server that runs on this cluster now, or null. */
export function runningServer(cluster: string): number | null {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  return isOn(pid, cluster) ? pid : null;
}

/** The pid may belong to another program by now, or to the original of a copied folder. */
function isOn(pid: number, cluster: string): boolean {
  const folder = folderOf(pid);
  if (folder !== null) return folder === realpathSync(cluster);
  return commandOf(pid).includes(cluster);
}

/** Ends a left-over server and takes its pid file away, so that the next start finds a free cluster. */
export async function clearCluster(cluster: string): Promise<void> {
  const pid = runningServer(cluster);
  if (pid !== null) await endServer(pid, cluster);
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

async function endServer(pid: number, cluster: string): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
    if (await hasEnded(pid, FAST_WAIT_MS)) return;
    process.kill(pid, 'SIGQUIT');
    if (await hasEnded(pid, QUICK_WAIT_MS)) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw error;
  }
  throw new ToldError(
    `A PostgreSQL server (process ${pid}) holds ${cluster} and does not end. End it, then start again.`,
  );
}
