// Events and the audit trail name the account that they are about, so that rows can be told apart.
import { expect, test } from 'vitest';
import { AuditQuery } from '@/domain/audit-query';
import { EventQuery } from '@/domain/event-query';
import { listAudit } from '@/server/cache/audit';
import { listEvents, requireEvent } from '@/server/cache/events';
import { db } from '@/server/db';
import { storeAccount } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';

useDatabase();

test('by bank, name and digits; nothing for one that the copy does not hold, and for other things', async () => {
  await storeAccount(db, {
    id: 'fca_known',
    displayName: 'Joint Checking',
    institutionName: 'Chase',
    last4: '4699',
  });
  const common = {
    type: 'financial_connections.account.deactivated',
    createdAt: new Date(),
    payload: {},
    origin: 'webhook',
    state: 'applied',
  };
  await db.event.create({ data: { ...common, id: 'evt_1', accountId: 'fca_known' } });
  await db.event.create({ data: { ...common, id: 'evt_2', accountId: 'fca_foreign' } });
  await db.event.create({ data: { ...common, id: 'evt_3' } });
  const name = { displayName: 'Joint Checking', institutionName: 'Chase', last4: '4699' };
  const { data } = await listEvents(db, EventQuery.parse({}));
  expect(Object.fromEntries(data.map(({ id, account }) => [id, account]))).toEqual({
    evt_1: name,
    evt_2: null,
    evt_3: null,
  });
  expect(await requireEvent(db, 'evt_1')).toMatchObject({ account: name });

  const entry = { actor: 'console', verb: 'account.refresh', outcome: 'done' };
  await db.auditEntry.create({ data: { ...entry, targetType: 'account', targetId: 'fca_known' } });
  await db.auditEntry.create({ data: { ...entry, targetType: 'session', targetId: 'fcsess_1' } });
  const trail = await listAudit(db, AuditQuery.parse({}));
  expect(Object.fromEntries(trail.data.map(({ targetId, account }) => [targetId, account]))).toEqual({
    fca_known: name,
    fcsess_1: null,
  });
});
