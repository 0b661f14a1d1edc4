// The counts in the filters of events, sessions and runs: each is the total of the list that it leads to.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { eventTypes } from '@/domain/event';
import { EventFilters, EventQuery } from '@/domain/event-query';
import type { FacetValue } from '@/domain/page';
import { runKinds } from '@/domain/run';
import { RunQuery } from '@/domain/run-query';
import { SessionFilters, SessionQuery } from '@/domain/session-query';
import { db } from '@/server/db';
import { storeSession } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { countEventFacets, listEvents } from './events';
import { countLimit } from './list/keyset';
import { countRunFacets, listRuns } from './runs';
import { countSessionFacets, listSessions } from './sessions';

useDatabase();

const [created, deactivated] = [
  'financial_connections.account.created',
  'financial_connections.account.deactivated',
];

beforeAll(async () => {
  await db.$executeRaw`
    insert into events (id, type, created_at, received_at, payload, origin, state, account_id)
    select 'evt_' || i, (array[${created}, ${deactivated}])[1 + i % 2], now(), now() - i * interval '1 second', '{}', 'webhook',
      case when i % 10 = 0 then 'dead' else 'applied' end, 'fca_' || (i % 7)
    from generate_series(1, 210) as i`;
  await storeSession(db, 'fcsess_a', { holderId: 'cus_jane' });
  await storeSession(db, 'fcsess_b', { outcome: 'succeeded', origin: 'relink' });
  await storeSession(db, 'fcsess_c', { outcome: 'failed', origin: 'relink', holderId: 'cus_jane' });
  for (const kind of ['audit', 'audit', 'events']) {
    await db.run.create({ data: { id: randomUUID(), kind, state: 'done', requestedBy: 'console' } });
  }
});

const counted = (values: FacetValue[]) =>
  Object.fromEntries(values.filter(({ count }) => count > 0).map(({ value, count }) => [value, count]));

test.each([{}, { state: ['dead'] }, { type: [created], account: 'fca_3' }, { type: ['of.nowhere'] }])(
  'events under %j',
  async (given) => {
    const facets = await countEventFacets(db, EventFilters.parse(given));
    expect(facets.type.map(({ value }) => value)).toEqual(expect.arrayContaining(eventTypes(true)));
    for (const [facet, values] of Object.entries(facets)) {
      for (const { value, count } of values) {
        const { total } = await listEvents(db, EventQuery.parse({ ...given, [facet]: [value] }));
        expect([facet, value, total]).toEqual([facet, value, { value: count, exact: true }]);
      }
    }
  },
);

test('events of all kinds', async () => {
  const { state, type } = await countEventFacets(db, EventFilters.parse({}));
  expect(counted(state)).toEqual({ applied: 189, dead: 21 });
  expect(counted(type)).toEqual({ [created]: 105, [deactivated]: 105 });
});

test.each([{}, { outcome: ['failed'] }, { q: 'cus_ja' }])('sessions under %j', async (given) => {
  const facets = await countSessionFacets(db, SessionFilters.parse(given));
  expect(facets.outcome.length + facets.origin.length).toBeGreaterThan(5);
  for (const [facet, values] of Object.entries(facets)) {
    for (const { value, count } of values) {
      const { total } = await listSessions(db, SessionQuery.parse({ ...given, [facet]: [value] }));
      expect([facet, value, total]).toEqual([facet, value, { value: count, exact: true }]);
    }
  }
});

test('runs by kind', async () => {
  const { kind } = await countRunFacets(db);
  expect(kind.map(({ value }) => value)).toEqual([...runKinds]);
  expect(counted(kind)).toEqual({ audit: 2, events: 1 });
  expect((await listRuns(db, RunQuery.parse({ kind: ['audit'] }))).total.value).toBe(2);
});

test('counting stops where the total of a list stops, and says so', async () => {
  await db.$executeRaw`
    insert into events (id, type, created_at, payload, origin, state)
    select 'evt_more_' || i, ${created}, now(), '{}', 'webhook', 'ignored' from generate_series(1, ${countLimit + 5}) as i`;
  const { state } = await countEventFacets(db, EventFilters.parse({}));
  expect(state).toContainEqual({ value: 'ignored', count: countLimit, isMore: true });
});
