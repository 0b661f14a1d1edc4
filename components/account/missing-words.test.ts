// An empty part of an account says why it is empty, and never that all is well when nothing was ever read.
import { expect, test } from 'vitest';
import type { RefreshState } from '@/domain/refresh';
import { whyMissing } from './missing-words';

const now = Date.parse('2026-11-22T12:00:00Z');
const state = (change: Partial<RefreshState>): RefreshState => ({
  feature: 'transactions',
  status: null,
  attemptedAt: null,
  nextAt: null,
  succeededAt: null,
  permitted: true,
  ...change,
});
const account = (
  change: Partial<RefreshState>,
  status = 'active',
  permissions: string[] | null = ['transactions'],
) => ({
  status,
  permissions,
  refreshes: [state(change)],
});

test.each([
  [account({}), /^Never refreshed:/],
  [account({ status: 'failed' }), /^Never refreshed successfully: the last try failed/],
  [account({ status: 'failed', succeededAt: '2026-11-01T00:00:00Z' }), /reported no transactions/],
  [account({ status: 'succeeded' }), /reported no transactions/],
  [account({ status: 'pending', attemptedAt: '2026-11-22T11:59:50Z' }), /is running/],
  [account({ status: 'pending', attemptedAt: '2026-11-22T11:00:00Z' }), /has not answered/],
  [account({}, 'inactive'), /an inactive account cannot be/],
  [account({}, 'disconnected'), /disconnected/],
  [account({}, 'active', []), /^Not permitted/],
  [account({}, 'active', null), /^Never refreshed:/],
])('%# %o', (facts, sentence) => {
  expect(whyMissing(facts, 'transactions', now)).toMatch(sentence);
});
