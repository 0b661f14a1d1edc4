// A change of an account reads as a sentence, the field that matters first.
import { expect, test } from 'vitest';
import { changeLines, changeTitle } from './change-words';

const balance = (currentMinor: number) => ({
  asOf: '2026-11-22T10:00:00+00:00',
  type: 'cash',
  amounts: [{ currency: 'usd', currentMinor, availableMinor: null, usedMinor: null }],
});

test('the status leads, whatever else moved', () => {
  const changes = {
    balanceRefresh: { from: { status: 'pending' }, to: { status: 'failed' } },
    status: { from: 'active', to: 'inactive' },
    cause: { from: null, to: 'access_denied' },
  };
  expect(changeTitle(changes)).toBe('Status: Active → Inactive');
  expect(changeLines(changes)[1]).toEqual({ label: 'Cause', from: 'nothing', to: 'Access denied' });
});

test('a refresh that ended is named by its end', () => {
  const changes = {
    balance: { from: balance(100), to: balance(-124000) },
    balanceRefresh: { from: { status: 'pending' }, to: { status: 'succeeded' } },
  };
  expect(changeTitle(changes)).toBe('Balance refresh succeeded');
  expect(changeLines(changes)[1]).toEqual({ label: 'Balance', from: '$1.00', to: 'owes $1,240.00' });
});

test('the first sight says in which state', () => {
  expect(changeTitle({ firstSeen: { from: null, to: 'disconnected' } })).toBe('First seen, disconnected');
});

test("Stripe's unknown words stay Stripe's, in quotes", () => {
  expect(changeTitle({ status: { from: 'active', to: 'frozen' } })).toBe('Status: Active → “frozen”');
});

test('a field that is new to us is shown under its own name', () => {
  expect(changeLines({ inferredBalances: { from: null, to: { status: 'pending' } } })).toEqual([
    { label: 'inferredBalances', from: 'nothing', to: '{"status":"pending"}' },
  ]);
});

test('times are told in the zone of the reader', () => {
  const changes = { expectedDeactivationAt: { from: null, to: '2026-12-14T14:02:09Z' } };
  expect(changeTitle(changes, 'UTC')).toBe('Expected end of access: nothing → 14 Dec 2026, 14:02:09 UTC');
});

test('account numbers by what their status means', () => {
  const number = (status: string) => ({ identifierType: 'account_number', status });
  const changes = {
    accountNumbers: { from: [number('transactable')], to: [number('deactivated'), number('odd')] },
  };
  expect(changeLines(changes)).toEqual([
    {
      label: 'Account numbers',
      from: 'Can be used for payments',
      to: 'Switched off: payments to it fail; “odd”',
    },
  ]);
});

test('an account that Stripe does not list any more', () => {
  const changes = { knownToStripe: { from: true, to: false } };
  expect(changeTitle(changes)).toBe('Stripe does not know it any more');
  expect(changeLines(changes)).toEqual([{ label: 'Known to Stripe', from: 'yes', to: 'no' }]);
});
