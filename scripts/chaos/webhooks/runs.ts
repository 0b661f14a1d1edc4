// Starts one of the console's own runs that look for what was missed, and waits for its end.
import { command, look } from '@/scripts/chaos/stand/console';
import { json } from '@/scripts/chaos/stand/http';
import { until } from '@/scripts/chaos/stand/settle';
import type { World } from '@/scripts/chaos/stand/world';

interface RunView {
  id: string;
  state: string;
  checked: number;
  found: number;
  healed: number;
  failed: number;
  error: string | null;
  seconds: number;
}

/** One forced cycle, to its end; one that is under way is waited for first. Throws when it fails or does not end. */
export async function forceRun(world: World, kind: string, waitMs = 240_000): Promise<RunView> {
  const from = performance.now();
  let id = '';
  await until(
    async () => {
      const reply = await command(world, '/runs', { kind });
      if (reply.status === 200) id = json<{ id: string }>(reply).id;
      else if (reply.status !== 409)
        throw new Error(`POST /api/runs: ${reply.status} ${reply.text.slice(0, 200)}`);
      return id !== '';
    },
    waitMs,
    500,
  );
  let run: RunView | null = null;
  const isOver = await until(
    async () => {
      run = json<RunView>(await look(world, `/runs/${id}`));
      return run.state === 'done' || run.state === 'failed';
    },
    waitMs,
    250,
  );
  if (!isOver || run === null) throw new Error(`The run "${kind}" did not end: ${JSON.stringify(run)}`);
  const ended: RunView = run;
  if (ended.state !== 'done') throw new Error(`The run "${kind}" failed: ${ended.error}`);
  return { ...ended, seconds: (performance.now() - from) / 1_000 };
}
