// Runs our scripts as children, because the console’s own modules read their settings once a process.
import { spawn } from 'node:child_process';
import { inProject, projectEnv, ROOT } from '@/scripts/project';

/** Answers the id of the webhook endpoint. */
export async function runBind(env: Record<string, string>): Promise<string> {
  const { code, out, told } = await runScript(
    inProject('scripts', 'chaos', 'stand', 'children', 'bind.ts'),
    env,
  );
  const id = out.trim().split('\n').at(-1) ?? '';
  if (code === 0 && id !== '') return id;
  throw new Error(`The database could not be bound (${code}): ${told.slice(-1_000)}`);
}

/** Runs one of our scripts in a process of its own to its end. */
export function runScript(
  path: string,
  env: Record<string, string>,
  args: string[] = [],
): Promise<{ code: number | null; out: string; told: string }> {
  const options = ['--conditions=react-server', '--import', 'tsx', path, ...args];
  const child = spawn(process.execPath, options, {
    cwd: ROOT,
    env: projectEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, told: told + out }));
  });
}
