// `npm run db:prisma -- <args>` and `npm run db:migrate`: a Prisma command on the console's database.
import { runPrisma } from '@/scripts/prisma';
import { runCommand, withDatabase } from '@/scripts/supervisor/with-database';

const args = process.argv.slice(2);
const NEEDS_DATABASE = new Set(['migrate', 'db', 'studio']);

await runCommand(() => {
  if (!NEEDS_DATABASE.has(args[0] ?? '')) return runPrisma(args);
  return withDatabase(
    'relink',
    (settings) => settings.databaseUrl,
    (url) => runPrisma(args, url),
  );
});
