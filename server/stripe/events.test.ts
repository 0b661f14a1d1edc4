// Events and webhook endpoints as the client asks for them; a signing secret stays out of whatever is kept.
import { expect, test } from 'vitest';
import { useWorld } from '@/server/testing/world';
import { WireWebhookEndpoint, withoutSecrets } from './wire';

useWorld({ accounts: 5 });

const client = () => import('./client');

test('events come newest first, by type and from a second on, and one by one', async () => {
  const { listAccountsPage, listEventsPage, postDisconnect, retrieveEvent } = await client();
  const before = await listEventsPage('job');
  const accounts = await listAccountsPage('job', null);
  const active = accounts.data.rows.filter(({ status }) => status === 'active').slice(0, 2);
  for (const { id } of active) await postDisconnect('interactive', id, `events-${id}`);

  const types = ['financial_connections.account.disconnected'];
  const { data, evidenceAt } = await listEventsPage('job', { types });
  const seen = data.rows.slice(0, 2);
  expect(seen.map((event) => event.data.object.id)).toEqual(active.map(({ id }) => id).reverse());
  expect(data.firstId).toBe(seen[0]?.id);

  const newer = await listEventsPage('job', { types, endingBefore: seen[1]?.id ?? null });
  expect(newer.data.rows.map(({ id }) => id)).toEqual([seen[0]?.id]);
  const older = await listEventsPage('job', { types, startingAfter: seen[0]?.id ?? null });
  expect(older.data.rows[0]?.id).toBe(seen[1]?.id);
  const late = await listEventsPage('job', { createdAfter: new Date(evidenceAt.getTime() + 60_000) });
  expect(late.data.rows).toEqual([]);
  const since = await listEventsPage('job', {
    types,
    createdAfter: new Date((seen[1]?.created ?? 0) * 1000),
  });
  expect(since.data.rows.map(({ id }) => id)).toEqual(expect.arrayContaining(seen.map(({ id }) => id)));
  expect(before.data.rows.map(({ id }) => id)).not.toContain(seen[0]?.id);

  const one = await retrieveEvent('job', seen[0]?.id ?? '');
  expect(one.data).toMatchObject({ type: types[0], livemode: false, api_version: '2026-08-26.preview' });
});

test('a signing secret is cut out of whatever is kept', () => {
  const endpoint = WireWebhookEndpoint.parse({
    id: 'we_1',
    url: 'https://console.example/api/webhooks/stripe',
    enabled_events: ['*'],
    secret: 'whsec_1',
    status: 'enabled',
  });
  expect(endpoint.secret).toBe('whsec_1');
  expect(JSON.stringify(withoutSecrets(endpoint))).not.toContain('whsec');
});
