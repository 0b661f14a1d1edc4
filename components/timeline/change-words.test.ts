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
  expect(changeLines(changes)[1]).toEqual({ label: 'Balance', from: '$1.00', to: '-$1,240.00' });
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

test('an account that Stripe does not list any more', () => {
  const changes = { knownToStripe: { from: true, to: false } };
  expect(changeTitle(changes)).toBe('Stripe does not know it any more');
  expect(changeLines(changes)).toEqual([{ label: 'Known to Stripe', from: 'yes', to: 'no' }]);
});
