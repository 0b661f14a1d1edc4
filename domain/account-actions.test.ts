// What may be done to an account: the action decides, the cause explains, one action at a time.
import { describe, expect, test } from 'vitest';
import { type AccountFacts, accountCan } from './account-actions';

const now = Date.UTC(2026, 5, 1);

const factsOf = (changes: Partial<AccountFacts>): AccountFacts => ({
  status: 'active',
  cause: null,
  action: null,
  expectedDeactivationAt: null,
  permissions: null,
  subscriptions: [],
  refreshes: {
    balance: { status: null, nextAt: null },
    ownership: { status: null, nextAt: null },
    transactions: { status: null, nextAt: null },
  },
  openRelinkSessionId: null,
  hasHolder: true,
  openAction: null,
  ...changes,
});

const can = (changes: Partial<AccountFacts>) => accountCan(factsOf(changes), now);

describe('relink', () => {
  const expectedDeactivationAt = now + 86_400_000;
  test.each([
    ['inactive', 'relink_required', true],
    ['inactive', 'none', false],
    ['inactive', null, true],
    ['inactive', 'dance', true],
    ['active', 'relink_required', true],
    ['disconnected', 'relink_required', false],
  ])('%s with the action %s', (status, action, allowed) => {
    expect(can({ status, action }).relink.allowed).toBe(allowed);
  });

  test('of an account that will end: offered, but not where Stripe says that nothing is to be done', () => {
    expect(can({ expectedDeactivationAt }).relink.allowed).toBe(true);
    expect(can({ expectedDeactivationAt, action: 'none' }).relink).toMatchObject({
      code: 'relink_not_needed',
    });
    expect(can({}).relink).toMatchObject({ code: 'relink_not_needed' });
  });

  test('without a holder there is nobody to make a session for', () => {
    const { relink } = can({ status: 'inactive', action: 'relink_required', hasHolder: false });
    expect(relink).toMatchObject({ code: 'not_repairable' });
  });
});

test('while an action has no result, no other one is offered; reading is', () => {
  const { refresh, subscribe, unsubscribe, disconnect, read } = can({ openAction: 'refresh' });
  for (const verdict of [refresh.balance, refresh.ownership, subscribe, unsubscribe, disconnect]) {
    expect(verdict).toMatchObject({ code: 'request_in_progress' });
  }
  expect(read.allowed).toBe(true);
  const { relink } = can({ openAction: 'relink.create', status: 'inactive', action: 'relink_required' });
  expect(relink).toMatchObject({ code: 'request_in_progress' });
});
