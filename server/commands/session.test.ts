// Sessions and relinks, against the emulator over HTTP: made once, followed to their end, no secret kept.
import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '@/server/db';
import { readSession } from '@/server/sync/session';
import { fillCopy, intent, refusal, takeAccount } from '@/server/testing/deeds';
import { useWorld } from '@/server/testing/world';
import { readAccountAgain } from './read';
import { createRelink } from './relink';
import { createSession, lookUpSession } from './session';

const world = useWorld({ accounts: 120 });
beforeAll(fillCopy, 60_000);

describe('relink', () => {
  test('an expired login → relink session → finished by the customer → active again', async () => {
    const id = await takeAccount();
    await world.control('POST', `/accounts/${id}/expire-login`, {});
    const { account } = await readAccountAgain(id);
    expect(account).toMatchObject({ status: 'inactive', cause: 'access_expired', action: 'relink_required' });
    const { session } = await createRelink(id, intent());
    expect(session).toMatchObject({ outcome: 'open', relinkAuthorizationId: account.authorizationId });
    const second = await refusal(createRelink(id, intent()));
    expect(second).toMatchObject({ code: 'relink_open', extra: { sessionId: session.id } });
    await world.control('POST', `/sessions/${session.id}/complete`, {});
    await readSession(session.id, 'job', 'relink');
    expect(await db.session.findUniqueOrThrow({ where: { id: session.id } })).toMatchObject({
      outcome: 'succeeded',
    });
    expect((await readAccountAgain(id)).account.status).toBe('active');
  });

  test('what no relink can mend, and what needs none, is refused', async () => {
    const closed = await db.account.findFirstOrThrow({ where: { status: 'inactive', action: 'none' } });
    expect((await refusal(createRelink(closed.id, intent()))).code).toBe('not_repairable');
    const healthy = await db.account.findFirstOrThrow({
      where: { status: 'active', expectedDeactivationAt: null, OR: [{ action: null }, { action: 'none' }] },
    });
    expect((await refusal(createRelink(healthy.id, intent()))).code).toBe('relink_not_needed');
  });

  test('two clicks on two accounts of one login make one session', async () => {
    const rows = await db.$queryRaw<{ ids: string[] }[]>`
      select array_agg(id) as ids from accounts where status = 'active' and authorization_id is not null
      group by authorization_id having count(*) > 1 limit 1`;
    const [one, two] = rows[0]?.ids ?? [];
    if (!one || !two) throw new Error('The world has no login with two accounts.');
    await world.control('POST', `/accounts/${one}/expire-login`, {});
    await Promise.all([readAccountAgain(one), readAccountAgain(two)]);
    const results = await Promise.allSettled([createRelink(one, intent()), createRelink(two, intent())]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('sessions', () => {
  const input = (holder: string) => ({
    holder,
    permissions: ['balances' as const],
    prefetch: ['balances' as const],
    filters: { country: 'US' },
    limitAccounts: 2,
  });

  test('made, stored without its secret, and read again by its id', async () => {
    const { holderId } = await db.account.findFirstOrThrow({
      where: { holderType: 'customer', holderId: { not: null } },
    });
    const { session } = await createSession(input(holderId ?? ''), intent());
    expect(session).toMatchObject({
      outcome: 'open',
      limitAccounts: 2,
      permissions: ['balances'],
      filters: { country: 'US' },
    });
    const row = await db.session.findUniqueOrThrow({ where: { id: session.id } });
    expect(
      JSON.stringify([session, row], (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('client_secret');
    await world.control('POST', `/sessions/${session.id}/complete`, {
      institution: 'Test (Non-OAuth)',
      accounts: 2,
    });
    const looked = await lookUpSession(session.id);
    expect(looked.session).toMatchObject({ outcome: 'succeeded', accountCount: 2, origin: 'created' });
    expect(looked.session.accounts).toHaveLength(2);
  });

  test('Stripe’s refusal comes through with its code and request id, and is audited', async () => {
    const error = await refusal(createSession(input('cus_nobody'), intent()));
    expect(error.code === 'not_found' || error.code === 'stripe_failed').toBe(true);
    expect(error.extra.stripe).toMatchObject({ code: 'resource_missing' });
    expect(error.extra.stripe?.requestId).toMatch(/^req_/);
    expect(await db.auditEntry.count({ where: { verb: 'session.create', outcome: 'failed' } })).toBe(1);
  });
});
