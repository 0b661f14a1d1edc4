// `npm run db:seed`: fills the copy as the product itself does, by asking the worker for a run over every account.
import { runningSupervisor } from '@/scripts/supervisor/checks';
import { watchBackfill } from '@/scripts/supervisor/first-backfill';
import { say, step } from '@/scripts/supervisor/terminal';
import { runCommand, withDatabase } from '@/scripts/supervisor/with-database';

await runCommand(() =>
  withDatabase(
    'relink',
    (settings) => settings.databaseUrl,
    async (url, settings) => {
      process.env.DATABASE_URL = url;
      const [{ db }, { requestBackfill }] = await Promise.all([
        import('@/server/db'),
        import('@/server/sync/backfill'),
      ]);
      await db.$transaction((tx) => requestBackfill(tx, 'db:seed', null));
      if (runningSupervisor(settings.dataDir)) await step('Accounts', watchBackfill);
      else {
        say('Asked for. The worker reads every account as soon as it runs: npm start');
        await db.$disconnect();
      }
      return 0;
    },
  ),
);
