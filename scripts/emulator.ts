// `npm run emulator`: the emulator of Stripe's API alone, for work on it or with another client.
import { once } from 'node:events';
import { requirePort } from '@/scripts/supervisor/checks';
import { startEmulator } from '@/scripts/supervisor/parts';
import { say, step } from '@/scripts/supervisor/terminal';
import { runCommand, withDatabase } from '@/scripts/supervisor/with-database';

const DEFAULT_PORT = 4_010;

await runCommand(() =>
  withDatabase(
    'relink_emulator',
    (settings) => process.env.EMULATOR_DATABASE_URL ?? settings.emulator?.databaseUrl ?? null,
    async (url, settings) => {
      const port = settings.emulator?.port ?? Number(process.env.EMULATOR_PORT ?? DEFAULT_PORT);
      await requirePort('EMULATOR_PORT', port, '127.0.0.1', false);
      const onLine = (_: string, line: string) => say(line);
      const context = { settings, env: {}, isDev: false, say, onLine };
      let stop = () => Promise.resolve();
      await step('Emulator of Stripe', async (progress) => {
        const child = await startEmulator(context, port, url, progress);
        stop = child.stop;
        return `http://127.0.0.1:${port}, any key that begins with sk_test_`;
      });
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await stop();
      return 0;
    },
  ),
);
