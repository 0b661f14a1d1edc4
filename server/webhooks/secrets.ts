// The signing secrets that count now: those of the environment, and those of the endpoints that we made.
import 'server-only';
import { config } from '@/server/config';
import { db } from '@/server/db';
import { errorFacts } from '@/server/error-facts';
import { log } from '@/server/log';
import { unseal } from '@/server/secret-box';

/** A new endpoint's secret counts in every process after this long. */
const refreshMs = 5_000;

let stored: Promise<string[]> | undefined;

/** Kept in memory, so that a forged delivery costs no query. Throws when they could never be read. */
export async function currentSecrets(): Promise<string[]> {
  if (!stored) {
    stored = readStored();
    stored.catch(() => {
      stored = undefined;
    });
    setTimeout(refresh, refreshMs).unref();
  }
  return [...config().webhookSecrets, ...(await stored)];
}

async function refresh(): Promise<void> {
  try {
    stored = Promise.resolve(await readStored());
  } catch (error) {
    // Those that were read last go on counting.
    log.warn({ cause: errorFacts(error) }, 'the secrets of webhook endpoints could not be read again');
  }
  setTimeout(refresh, refreshMs).unref();
}

async function readStored(): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string; secret_cipher: Uint8Array }[]>`
    select id, secret_cipher from webhook_endpoints where retired_at is null or retired_at > now()`;
  return rows.flatMap(({ id, secret_cipher }) => {
    try {
      return [unseal(secret_cipher)];
    } catch (error) {
      log.error(
        { endpoint: id, cause: errorFacts(error) },
        'its secret was sealed under another ENCRYPTION_KEY',
      );
      return [];
    }
  });
}
