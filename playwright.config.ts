// The journeys through a real browser. `npm run e2e` starts the world for them and names it in E2E_URL.
import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS } from '@/scripts/checks/browser';

const executablePath = process.env.E2E_BROWSER;
const report = process.env.E2E_REPORT;
// What must not be seen in the ordinary world has one of its own.
const hostile = '**/hostile.spec.ts';
const isHostile = process.env.EMULATOR_FLAVOUR === 'hostile';

export default defineConfig({
  testDir: 'e2e',
  ...(isHostile ? { testMatch: hostile } : { testIgnore: hostile }),
  outputDir: 'test-results',
  // One world for all of these: two journeys at once would see each other's deeds.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // A page of 50 rows is looked at by axe in two ways, four on demand; a busy machine takes its time. A hang still ends.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  use: {
    ...(process.env.E2E_URL ? { baseURL: process.env.E2E_URL } : {}),
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    actionTimeout: 15_000,
    // Recording every page doubles the time of a run: on demand.
    trace: process.env.E2E_TRACE ? 'on' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: BROWSER_ARGS,
    },
  },
});
