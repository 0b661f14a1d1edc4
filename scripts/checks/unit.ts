// Runs the unit and integration tests and reads their numbers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vitestReport } from '@/scripts/checks/reports';
import { fromRunner, type Result } from '@/scripts/checks/result';
import { binOf, runNode } from '@/scripts/checks/run';

/** Runs vitest over everything. */
export async function runUnitTests(): Promise<Result> {
  const begun = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'relink-report-'));
  const report = join(folder, 'vitest.json');
  try {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runNode([binOf('vitest'), ...args]);
    return fromRunner('unit and integration', vitestReport(report), code, (Date.now() - begun) / 1_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
