// What the console says about Stripe and the worker, from their rows.
import { beforeEach, expect, test } from 'vitest';
import { db } from '@/server/db';
import { useDatabase } from '@/server/testing/database';
import { readStatus } from './status';

useDatabase();

beforeEach(async () => {
  await db.$executeRaw`truncate stripe_limits`;
  await db.$executeRaw`delete from worker_beats`;
  await db.$executeRaw`update stripe_health set is_open = false, last_answer_at = null, last_error = null`;
});

test('a new console: Stripe is taken to answer, no worker runs yet', async () => {
  expect(await readStatus(db)).toMatchObject({
    stripe: { state: 'answering', lastAnswerAt: null, lastError: null },
    worker: { isAlive: false, lastBeatAt: null },
  });
});

test('a worker lives while it beats', async () => {
  await db.$executeRaw`insert into worker_beats (id, worker_ids) values ('old', '{}'), ('young', '{}')`;
  await db.$executeRaw`update worker_beats set beat_at = now() - interval '5 minutes' where id = 'old'`;
  expect((await readStatus(db)).worker).toMatchObject({ isAlive: true });
  await db.$executeRaw`delete from worker_beats where id = 'young'`;
  const { worker } = await readStatus(db);
  expect(worker.isAlive).toBe(false);
  expect(Date.now() - Date.parse(worker.lastBeatAt ?? '')).toBeGreaterThan(290_000);
});

test('silence is told with its time, and the last answer', async () => {
  await db.$executeRaw`update stripe_health set is_open = true, since = '2026-11-22T14:02:00Z',
    last_answer_at = '2026-11-22T14:01:57Z', last_error = 'Stripe is not answering right now.'`;
  expect((await readStatus(db)).stripe).toEqual({
    state: 'not_answering',
    since: '2026-11-22T14:02:00.000Z',
    lastAnswerAt: '2026-11-22T14:01:57.000Z',
    lastError: 'Stripe is not answering right now.',
  });
});

test('a refused key and a refused right are told apart; an old refusal says nothing about now', async () => {
  await db.$executeRaw`select stripe_note_refusal('accounts.refresh')::text`;
  expect((await readStatus(db)).stripe).toMatchObject({
    state: 'configuration',
    lastError:
      'The secret key lacks the right to: accounts.refresh. Give it at Stripe, or set another STRIPE_SECRET_KEY.',
  });
  await db.$executeRaw`select stripe_note_refusal('all')::text`;
  expect((await readStatus(db)).stripe.lastError).toBe(
    'Stripe refuses the secret key of this console: check STRIPE_SECRET_KEY.',
  );
  await db.$executeRaw`update stripe_limits set refused_ms = refused_ms - 7200000`;
  expect((await readStatus(db)).stripe.state).toBe('answering');
});

test('events that wait are counted, with the time of the oldest; how they come is told', async () => {
  const event = { type: 'a.b', createdAt: new Date(), payload: {}, origin: 'webhook' };
  const before = new Date('2026-11-20T10:00:00Z');
  await db.event.createMany({
    data: [
      { ...event, id: 'evt_old', state: 'due', receivedAt: before },
      { ...event, id: 'evt_new', state: 'due' },
      { ...event, id: 'evt_later', state: 'due', dueAt: new Date(Date.now() + 60_000) },
      { ...event, id: 'evt_done', state: 'applied' },
    ],
  });
  expect((await readStatus(db)).hearing).toEqual({
    webhooks: 'by_environment',
    waiting: 2,
    oldestAt: before.toISOString(),
  });
  await db.webhookEndpoint.create({
    data: { id: 'we_1', url: 'https://x', secretCipher: new Uint8Array(1) },
  });
  expect((await readStatus(db)).hearing.webhooks).toBe('connected');
});
