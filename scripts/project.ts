// Where the project's own files are, and how a child of the scripts is started without a shell in between.
import { delimiter, join } from 'node:path';

/** The folder that holds package.json. */
export const ROOT = join(import.meta.dirname, '..');

/** A path inside the project. */
export function inProject(...parts: string[]): string {
  return join(ROOT, ...parts);
}

/** The environment for children: our own Node and commands come first. */
export function projectEnv(extra: Partial<NodeJS.ProcessEnv> = {}): NodeJS.ProcessEnv {
  const env = { ...process.env, ...extra };
  return { ...env, PATH: [inProject('node_modules', '.bin'), env.PATH ?? ''].join(delimiter) };
}
