// Shows the first run over all accounts while it goes on; the worker starts it by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '@/scripts/supervisor/terminal';

const POLL_MS = 300;
const BEGIN_WAIT_MS = 15_000;
/** A large account takes long; the console is usable meanwhile. */
const PATIENCE_MS = 60_000;

/** Waits for the newest run to end, but not for ever. */
export async function watchBackfill(progress: Progress): Promise<string> {
  const [{ db }, { latestBackfill }] = await Promise.all([
    import('@/server/db'),
    import('@/server/cache/backfills'),
  ]);
  const begun = Date.now();
  try {
    for (;;) {
      const run = await latestBackfill(db);
      const read = `${run?.accountsRead ?? 0} accounts read`;
      if (run?.finishedAt) return run.error ? `${read}, then: ${run.error}` : read;
      const waited = Date.now() - begun;
      if (!run && waited > BEGIN_WAIT_MS) return 'not begun yet; the worker will, see its log';
      if (waited > PATIENCE_MS) return `${read} so far; it goes on in the background`;
      progress(read);
      await sleep(POLL_MS);
    }
  } finally {
    await db.$disconnect();
  }
}
