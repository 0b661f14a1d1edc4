// Unit and integration tests: they run beside the files they test, against a real Postgres.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') },
  },
  // "server-only" throws unless this condition is set; execArgv sets it for packages that Node loads itself.
  ssr: { resolve: { conditions: ['react-server', 'node'] } },
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '.next/**', '.data/**', 'e2e/**'],
    globalSetup: 'scripts/checks/vitest-postgres.ts',
    setupFiles: ['server/testing/environment.ts'],
    pool: 'forks',
    execArgv: ['--conditions=react-server'],
    // Three on two cores: the tests that kill and freeze processes mostly wait.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    retry: 0,
  },
});
