// Why a refresh is off: the rule's own sentence, a time, or that Stripe never answered.
import { expect, test } from 'vitest';
import type { AccountDetail } from '@/domain/account';
import type { RefreshState } from '@/domain/refresh';
import { nextAllowedWord, offWords } from './off-words';

const now = Date.parse('2026-11-22T12:00:00Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

const stateOf = (state: Partial<RefreshState>): RefreshState => ({
  feature: 'balance',
  status: null,
  attemptedAt: null,
  nextAt: null,
  succeededAt: null,
  permitted: true,
  ...state,
});

const words = (state: Partial<RefreshState>) => {
  const account: Partial<AccountDetail> = {
    status: 'active',
    cause: null,
    action: null,
    expectedDeactivationAt: null,
    permissions: ['balances'],
    subscriptions: [],
    openAction: null,
    refreshes: [stateOf(state)],
  };
  return offWords(account as AccountDetail, 'balance', now, 'UTC');
};

test('one that can be asked for has no reason', () => {
  expect(words({})).toBeNull();
});

test('under way, and no answer any more after ten minutes', () => {
  expect(words({ status: 'pending', attemptedAt: ago(2) })).toMatch(/^A refresh is under way/);
  expect(words({ status: 'pending', attemptedAt: ago(12) })).toBe(
    'Stripe has not answered the refresh asked for 12 min ago. “Read again from Stripe” asks how it stands.',
  );
});

test('a countdown names its moment', () => {
  expect(words({ status: 'succeeded', nextAt: ago(-180) })).toBe(
    'Stripe allows the next refresh in 3 h, at 22 Nov 2026, 15:00:00 UTC.',
  );
});

test.each([
  [{}, 'active', 'Now'],
  [{ permitted: false }, 'active', 'Not permitted'],
  [{ permitted: false }, 'inactive', 'Not while inactive'],
  [{ status: 'pending' }, 'active', 'When this ends'],
  [{ status: 'failed' }, 'active', 'Not told'],
  [{}, 'disconnected', 'Never again'],
])('next allowed: %j of an account that is %s: %s', (state, status, word) => {
  expect(nextAllowedWord(stateOf(state), status)).toBe(word);
});
