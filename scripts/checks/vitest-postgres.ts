// Gives the test run a throw-away Postgres with one migrated database, which each test file clones.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '@/scripts/postgres/server';
import { migrate } from '@/scripts/prisma';

const TEMPLATE = 'relink_template';

/** Uses the server of TEST_POSTGRES_URL when it is given; starts an embedded one otherwise. */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_POSTGRES_URL;
  const server = given ? { url: given, stop: () => Promise.resolve() } : await startThrowAway();
  process.env.TEST_POSTGRES_URL = server.url;
  process.env.TEST_TEMPLATE = TEMPLATE;
  try {
    await makeTemplate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server.stop;
}

async function startThrowAway() {
  const folder = await mkdtemp(join(tmpdir(), 'relink-test-'));
  // As root the server runs as another user, who must get in.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({
    dataDir: folder,
    test: true,
    say: (sentence) => console.log(sentence),
  });
  const stop = async () => {
    await postgres.stop();
    await rm(postgres.folder, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
  return { url: postgres.url('postgres'), stop };
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  } finally {
    await client.end();
  }
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.toString());
}
