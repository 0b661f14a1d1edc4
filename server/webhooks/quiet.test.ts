// The alarm for a stream that is quieter than normal for the hour.
import { beforeEach, expect, test } from 'vitest';
import { db } from '@/server/db';
import { useDatabase } from '@/server/testing/database';
import { watchStream } from './quiet';

useDatabase();

/** So many events an hour at every hour of the last days. */
async function normally(perHour: number, days: number): Promise<void> {
  await db.$executeRaw`
    insert into event_hours (hour, received)
    select h, ${perHour}::int from generate_series(date_trunc('hour', now(), 'UTC') - ${days} * interval '1 day' - interval '1 hour',
      date_trunc('hour', now(), 'UTC') - interval '2 hours', interval '1 hour') as h`;
}

async function receive(count: number, origin: string, age = '10 minutes'): Promise<void> {
  await db.$executeRaw`
    insert into events (id, type, created_at, payload, origin, state, received_at)
    select 'evt_' || gen_random_uuid(), 'financial_connections.account.created', now(), '{}', ${origin}, 'applied',
      now() - ${age}::text::interval from generate_series(1, ${count}::int)`;
}

const alarm = () => db.notice.findUnique({ where: { kind: 'events_quiet' } });

beforeEach(async () => {
  await db.eventHour.deleteMany();
  await db.event.deleteMany();
  await db.notice.deleteMany();
});

test('fewer than a fifth of the median is an alarm with both numbers, told once, and over when it is normal again', async () => {
  await normally(100, 7);
  await receive(19, 'webhook');
  await receive(500, 'sweep');
  await watchStream();
  await watchStream();
  expect(await alarm()).toMatchObject({
    times: 1,
    detail: expect.stringMatching(/^19 events .* 100 are normal/),
  });
  await receive(1, 'webhook');
  await watchStream();
  expect(await alarm()).toBeNull();
});

test('exactly a fifth is no alarm at any moment: the parts of two hours add up to a hair more than one', async () => {
  await normally(100, 7);
  await receive(20, 'webhook');
  for (let i = 0; i < 60; i++) {
    await watchStream();
    expect(await alarm()).toBeNull();
  }
});

test('without three known days, or where little is normal, there is no alarm', async () => {
  await normally(100, 2);
  await watchStream();
  expect(await alarm()).toBeNull();
  await db.eventHour.deleteMany();
  await normally(9, 7);
  await watchStream();
  expect(await alarm()).toBeNull();
});

test('hours that are over are counted once, with those without any event', async () => {
  await receive(4, 'webhook', '5 hours');
  await receive(3, 'webhook', '3 hours');
  await receive(9, 'sweep', '3 hours');
  await watchStream();
  await watchStream();
  const hours = await db.eventHour.findMany({ orderBy: { hour: 'asc' } });
  expect(hours.map(({ received }) => received)).toEqual([4, 0, 3, 0, 0]);
});
