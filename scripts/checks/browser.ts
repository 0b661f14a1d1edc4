// Finds a Chromium for the journeys, or installs one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { binOf } from '@/scripts/checks/run';
import { projectEnv, ROOT } from '@/scripts/project';
import { say } from '@/scripts/supervisor/terminal';
import { ToldError } from '@/scripts/told-error';

const INSTALL_WAIT_MS = 10 * 60_000;
const INSTALLED = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
// What Playwright runs too where it may download: pages without a window around them, a fifth less work than the whole browser.
// With fonts for names in other scripts.
const DEBIAN_PACKAGES = ['chromium-headless-shell', 'fonts-noto-core', 'fonts-noto-color-emoji'];

/** Pages that draw a window's own buttons and menus: nobody sees them here, and each costs as much as a page of ours. */
const UNSEEN = [
  'WebUIReloadButton',
  'WebUIOmniboxPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxAimPopup',
  'OmniboxAimPopup',
  'AimEnabled',
];

/** How every browser of ours is started. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--disable-features=${UNSEEN.join()}`,
];

function present(): string | null {
  return [chromium.executablePath(), ...INSTALLED].find((path) => existsSync(path)) ?? null;
}

function run(command: string, args: string[]): boolean {
  const env = projectEnv({ DEBIAN_FRONTEND: 'noninteractive' });
  const { status } = spawnSync(command, args, { cwd: ROOT, env, stdio: 'inherit', timeout: INSTALL_WAIT_MS });
  return status === 0;
}

/** Playwright's own first, then an installed one, then a download, then Debian's package. */
export function findBrowser(): string {
  const found = present();
  if (found) return found;
  say('No Chromium found; Playwright downloads one.');
  run(process.execPath, [binOf('@playwright/test', 'playwright'), 'install', 'chromium']);
  const downloaded = present();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('No download either; Debian installs its own.');
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES]);
  }
  const installed = present();
  if (installed) return installed;
  throw new ToldError(
    'The browser tests need Chromium. Install Chrome or Chromium (as root on Debian: apt-get install chromium), then run again.',
  );
}
