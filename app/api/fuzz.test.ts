// Whatever is sent to the API, it is never taken for a fault of the server.
import { beforeAll, expect, test } from 'vitest';
import { db } from '@/server/db';
import { storeAccount, storeBinding } from '@/server/testing/accounts';
import { useDatabase as cloneDatabase } from '@/server/testing/database';
import { type FuzzAnswer, type FuzzRequest, fuzz } from '@/server/testing/fuzz';
import { callRoute } from './testing/call-route';

cloneDatabase();

const origin = 'http://127.0.0.1:3000';

beforeAll(async () => {
  await storeBinding(db);
  await storeAccount(db, { id: 'fca_known' });
});

async function send({ method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
  const request = new Request(`${origin}${path}`, {
    method,
    headers,
    body: method === 'HEAD' || method === 'GET' ? null : body,
  });
  const response = await callRoute(request);
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    body: await response.text(),
  };
}

test('2,000 malformed requests give no 5xx, and nothing was done', async () => {
  const counts = await fuzz(send, { runs: 2000, seed: 20_261_122, origin, accountId: 'fca_known' });
  // The requests reach every kind of check, not one early door only.
  for (const status of [400, 403, 404, 405, 413, 415, 421])
    expect(counts.get(status), String(status)).toBeGreaterThan(3);
  expect(await db.action.count()).toBe(0);
  expect(await db.backfill.count()).toBe(0);
  expect(await db.session.count()).toBe(0);
}, 120_000);
