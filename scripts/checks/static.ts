// The checks that run nothing of the product: format and lint with the walls, types, unused code, the lock file.
import { checkLockFile } from '@/scripts/checks/lock-file';
import type { Result } from '@/scripts/checks/result';
import { binOf, check, runNode } from '@/scripts/checks/run';
import { makeClient } from '@/scripts/supervisor/set-up';
import { say } from '@/scripts/supervisor/terminal';

async function hasGoodTypes(): Promise<boolean> {
  await makeClient();
  // Writes next-env.d.ts and the types of the routes, which a fresh clone does not have.
  const generated = await runNode([binOf('next'), 'typegen'], { NEXT_TELEMETRY_DISABLED: '1' });
  if (generated !== 0) return false;
  return (await runNode([binOf('typescript', 'tsc'), '--noEmit'])) === 0;
}

async function holds(faults: string[]): Promise<boolean> {
  for (const fault of faults) say(fault);
  return faults.length === 0;
}

/** Runs all static checks; a failed one does not keep the next from running. */
export async function runStaticChecks(): Promise<Result[]> {
  const passes = async (...args: string[]) => (await runNode(args)) === 0;
  return [
    await check('lint and walls', () =>
      passes(binOf('@biomejs/biome', 'biome'), 'check', '--error-on-warnings', '.'),
    ),
    await check('types', hasGoodTypes),
    await check('unused code', () => passes(binOf('knip'))),
    await check('security floor', () => holds(checkLockFile().floor)),
    await check('lock file', () => holds(checkLockFile().lock)),
  ];
}
