// The schedule: each slot once however many workers look, one run for all slots that were missed.
import { beforeAll, expect, test } from 'vitest';
import { db } from '@/server/db';
import { storeBinding } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { timings } from '@/server/timings';
import { scheduleRuns } from './schedule';
import { ringAgain } from './sweeper';

useDatabase();

const day = Date.UTC(2027, 0, 10);
const at = (seconds: number) => new Date(day + seconds * 1000);

beforeAll(async () => {
  await storeBinding(db);
  const { makeWorkerUtils } = await import('graphile-worker');
  const utils = await makeWorkerUtils({ connectionString: process.env.DATABASE_URL ?? '' });
  await utils.migrate();
  await utils.release();
});

const endAll = () => db.run.updateMany({ data: { state: 'done', finishedAt: new Date() } });
const kinds = ['events', 'relist', 'audit'];
const runsOf = (kind: string) => db.run.findMany({ where: { kind }, orderBy: { slot: 'asc' } });

test('two schedulers make each of a hundred slots once', { timeout: 60_000 }, async () => {
  const every = timings.eventsEverySeconds;
  for (let slot = 0; slot < 100; slot += 1) {
    const moment = at(slot * every + 7);
    const made = await Promise.all([scheduleRuns(moment), scheduleRuns(moment)]);
    expect(made.flat().filter((kind) => kind === 'events')).toHaveLength(1);
    await endAll();
  }
  const slots = (await runsOf('events')).map(({ slot }) => slot?.getTime());
  expect(slots).toEqual(Array.from({ length: 100 }, (_, slot) => day + slot * every * 1000));
});

test('after three days away each kind is made up for once', async () => {
  const countAll = async () =>
    Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, (await runsOf(kind)).length])));
  const before = await countAll();
  const moment = at(3 * 86_400 + 1_000);
  await scheduleRuns(moment);
  await endAll();
  expect(await scheduleRuns(moment)).toEqual([]);
  expect(await countAll()).toEqual(Object.fromEntries(kinds.map((kind) => [kind, (before[kind] ?? 0) + 1])));
});

test('a run under way is not doubled, and its missed slot is made up for when it ends', async () => {
  const start = 4 * 86_400;
  expect(await scheduleRuns(at(start))).toContain('events');
  expect(await scheduleRuns(at(start + timings.eventsEverySeconds))).not.toContain('events');
  await endAll();
  expect(await scheduleRuns(at(start + timings.eventsEverySeconds + 20))).toContain('events');
  await endAll();
});

test('while nothing delivers events, they are asked for every minute', async () => {
  const start = 5 * 86_400;
  await db.notice.create({ data: { kind: 'events_quiet', detail: '1 of 100' } });
  for (let minute = 0; minute < 5; minute += 1) {
    expect(await scheduleRuns(at(start + minute * 60 + 1))).toContain('events');
    await endAll();
  }
  await db.notice.deleteMany();
});

test('nothing is made for the time before the database was bound', async () => {
  await db.run.deleteMany();
  await db.binding.updateMany({ data: { boundAt: at(6 * 86_400) } });
  expect(await scheduleRuns(at(6 * 86_400 + 10))).toEqual([]);
  expect(await scheduleRuns(at(6 * 86_400 + timings.eventsEverySeconds))).toEqual(['events']);
});

test('a due run whose job was lost is rung for', async () => {
  await db.$executeRaw`select graphile_worker.remove_job(key) from graphile_worker.jobs where key like 'run:%'`;
  await ringAgain();
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from graphile_worker.jobs where key like 'run:%'`;
  expect(row?.count).toBe(1);
});
