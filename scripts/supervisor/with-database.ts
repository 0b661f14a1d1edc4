// Gives a command the console's database: DATABASE_URL, the embedded server that runs, or one started for the command alone.
import { attachPostgres, startPostgres } from '@/scripts/postgres/server';
import { checkDatabase } from '@/scripts/supervisor/database-check';
import { loadEnvFiles, readSettings, type Settings } from '@/scripts/supervisor/settings';
import { say } from '@/scripts/supervisor/terminal';
import { sentenceFor } from '@/scripts/told-error';

/** Runs the work with the address of the named database, and ends what was started for it. */
export async function withDatabase(
  database: string,
  given: (settings: Settings) => string | null,
  work: (url: string, settings: Settings) => Promise<number>,
): Promise<number> {
  loadEnvFiles();
  const settings = readSettings(process.env);
  const url = given(settings);
  if (url) {
    await checkDatabase(database === 'relink' ? 'DATABASE_URL' : 'EMULATOR_DATABASE_URL', url);
    return work(url, settings);
  }
  const postgres =
    attachPostgres(settings.dataDir) ?? (await startPostgres({ dataDir: settings.dataDir, say }));
  try {
    await postgres.ensureDatabase(database);
    return await work(postgres.url(database), settings);
  } finally {
    await postgres.stop();
  }
}

/** Runs a command to its exit code; what goes wrong is told in a sentence. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.stderr.write(`${sentenceFor(error)}\n`);
    process.exitCode = 1;
  }
}
