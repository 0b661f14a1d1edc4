// Installs the packages before the other scripts run. It is run by the system's own Node the first time, so: plain
// JavaScript for Node 20, nothing imported but Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.relink-lock-hash');
const RUNNING = join(ROOT, '.data', 'install.pid');

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  refuse(
    `Relink needs Node 20.19 or newer, and this is Node ${process.versions.node}. Get it from https://nodejs.org`,
  );
}

/** What node_modules was made from: the lock file and the kind of machine. */
function wantedHash() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}

/** An install that outlived its killed parent would write into the same folder. */
function endOldInstall() {
  if (!existsSync(RUNNING)) return;
  try {
    const pid = Number(readFileSync(RUNNING, 'utf8'));
    const isInstall = /npm/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    if (isInstall) process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Ended long ago, or a system without /proc: then npm itself notices.
    if (!['ENOENT', 'ESRCH', 'EPERM'].includes(error.code)) throw error;
  }
  rmSync(RUNNING, { force: true });
}

/** The PATH without our own node_modules, whose node the install is about to replace. */
function outsidePath() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(MODULES))
    .join(delimiter);
}

function install() {
  // Development packages are needed to build, whatever NODE_ENV says.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', args, {
    cwd: ROOT,
    env: { ...process.env, PATH: outsidePath() },
    stdio: ['ignore', 'inherit', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (child.pid) writeFileSync(RUNNING, String(child.pid));
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
    process.stderr.write(chunk);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, errors: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, errors }));
  });
}

function mendFor(errors) {
  if (/ENOSPC|no space left/i.test(errors)) return 'The disk is full. Free some space, then start again.';
  if (/ENOENT.*npm|spawn npm/.test(errors))
    return 'npm was not found. Install Node with npm from https://nodejs.org';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(errors)) {
    return 'The npm registry cannot be reached. Check the network (or npm config get registry), then start again.';
  }
  return 'The packages could not be installed; the reason is above. Mend it, then start again.';
}

requireNode();
const wanted = wantedHash();
const present = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
if (present !== wanted) {
  const begun = Date.now();
  process.stdout.write('  … Packages: npm ci, about a minute\n');
  try {
    mkdirSync(join(ROOT, '.data'), { recursive: true });
    endOldInstall();
    rmSync(STAMP, { force: true });
    const { code, errors } = await install();
    rmSync(RUNNING, { force: true });
    if (code !== 0) refuse(mendFor(errors));
    // Written last: a killed install leaves no stamp, and the next start installs again.
    writeFileSync(STAMP, wanted);
  } catch (error) {
    refuse(mendFor(`${error.code} ${error.message}`));
  }
  process.stdout.write(`  ✓ Packages: installed (${((Date.now() - begun) / 1000).toFixed(1)} s)\n`);
}
