// Runs one Postgres server and ends it when its parent ends, by SIGKILL too: the closed channel tells.
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';

const SMART_WAIT_MS = 8_000;
const HARD_WAIT_MS = 5_000;

const { program, args, user, log } = JSON.parse(process.argv[2] ?? '{}');
const output = openSync(log, 'a', 0o600);
const server = spawn(program, args, {
  ...(user ?? {}),
  cwd: '/',
  env: { ...process.env, LC_ALL: 'C', NODE_OPTIONS: '' },
  stdio: ['ignore', output, output],
});

let isEnding = false;

/** Fast shutdown; a server that does not answer is ended harder, its log makes it whole at the next start. */
function end() {
  if (isEnding) return;
  isEnding = true;
  server.kill('SIGINT');
  setTimeout(() => server.kill('SIGQUIT'), SMART_WAIT_MS).unref();
  setTimeout(() => server.kill('SIGKILL'), SMART_WAIT_MS + HARD_WAIT_MS).unref();
}

server.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
server.once('exit', (code) => process.exit(code ?? 1));
process.on('disconnect', end);
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('SIGHUP', end);
process.on('SIGQUIT', () => server.kill('SIGQUIT'));
