// Tries DATABASE_URL before anything is started on it, and says in one sentence what is wrong with it.
import pg from 'pg';
import { ToldError } from '@/scripts/told-error';

const TIMEOUT_MS = 8_000;
const LEAST_VERSION = 150_000;

/** Connects; makes the database when only that is missing. */
export async function checkDatabase(name: string, url: string): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new ToldError(
      `${name} is not an address of a Postgres database (postgres://user:password@host:5432/name).`,
    );
  }
  try {
    await requireVersion(name, url);
  } catch (error) {
    if (codeOf(error) !== '3D000') throw told(name, url, error);
    await createDatabase(name, url);
  }
}

async function requireVersion(name: string, url: string): Promise<void> {
  const version = await query(url, "SELECT current_setting('server_version_num')::int AS version");
  if (version >= LEAST_VERSION) return;
  const major = Math.floor(version / 10_000);
  throw new ToldError(`${name} leads to PostgreSQL ${major}; Relink needs 15 or newer.`);
}

async function query(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  // connect() and query() throw the same error.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ version?: number }>(sql);
    return rows[0]?.version ?? 0;
  } finally {
    await client.end();
  }
}

async function createDatabase(name: string, url: string): Promise<void> {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  try {
    await query(maintenance.toString(), `CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    const mend = `Create it: createdb ${database}`;
    throw new ToldError(`${name}: the database "${database}" does not exist and could not be made. ${mend}`, {
      cause: error,
    });
  }
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code || !(error instanceof AggregateError)) return code;
  return codeOf(error.errors[0]);
}

/** The sentence for a failed connection; never with the password in it. */
export function told(name: string, url: string, error: unknown): ToldError {
  if (error instanceof ToldError) return error;
  const { host, hostname, username } = new URL(url);
  const user = decodeURIComponent(username) || 'this user';
  const sentences: Record<string, string> = {
    ECONNREFUSED: `nobody answers at ${host}. Start the database there, or mend ${name}.`,
    ENOTFOUND: `the host ${hostname} is not known. Mend ${name}.`,
    EAI_AGAIN: `the host ${hostname} cannot be looked up. Check the network, or mend ${name}.`,
    ETIMEDOUT: `${host} does not answer. Check the network and the firewall, or mend ${name}.`,
    EHOSTUNREACH: `${host} cannot be reached. Check the network, or mend ${name}.`,
    '28P01': `${host} refuses the password of ${user}. Mend the password in ${name}.`,
    '28000': `${host} does not let ${user} in. Mend ${name}, or the server's pg_hba.conf.`,
    '42501': `${user} may not use this database. Grant the rights, or mend ${name}.`,
    '53300': `${host} has no connection left. Close some, or raise max_connections.`,
    '57P03': `${host} is still starting. Try again in a moment.`,
  };
  const sentence = sentences[codeOf(error) ?? ''];
  if (sentence) return new ToldError(`${name}: ${sentence}`, { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  if (/timeout/i.test(message)) return new ToldError(`${name}: ${sentences.ETIMEDOUT}`, { cause: error });
  return new ToldError(`${name}: the connection failed (${message}). Mend ${name}.`, { cause: error });
}
