// Runs one tool of node_modules as a check: its output goes to the terminal, its exit code decides.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Result, single } from '@/scripts/checks/result';
import { projectEnv, ROOT } from '@/scripts/project';
import { say, secondsSince } from '@/scripts/supervisor/terminal';

/** The file behind a command of a package, so that no shell stands in between. */
export function binOf(name: string, command = name): string {
  const manifest = join(ROOT, 'node_modules', name, 'package.json');
  const { bin } = createRequire(import.meta.url)(manifest) as { bin: string | Record<string, string> };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (!file) throw new Error(`${name} has no command ${command}.`);
  return join(dirname(manifest), file);
}

/** Runs a JavaScript command and answers with its exit code. */
export function runNode(args: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: projectEnv(env),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Times a check that counts as one; a check that throws has failed. */
export async function check(kind: string, holds: () => Promise<boolean>): Promise<Result> {
  const begun = Date.now();
  let isGood = false;
  try {
    isGood = await holds();
  } catch (error) {
    say(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
  }
  say(`${isGood ? '✓' : '✗'} ${kind} (${secondsSince(begun)})`);
  return single(kind, isGood, (Date.now() - begun) / 1_000);
}
