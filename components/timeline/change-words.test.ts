// A change of an account reads as a sentence, the field that matters first.
import { expect, test } from 'vitest';
import { changeLines, changeTitle } from './change-words';

test('the status leads, whatever else moved', () => {
  const changes = {
    balanceRefreshStatus: { from: 'pending', to: 'failed' },
    status: { from: 'active', to: 'inactive' },
    cause: { from: null, to: 'access_denied' },
  };
  expect(changeTitle(changes)).toBe('Status: Active → Inactive');
  expect(changeLines(changes)[1]).toEqual({ label: 'Cause', from: 'nothing', to: 'Access denied' });
});

test('columns and fields read the same', () => {
  const change = { from: null, to: 'cus_1' };
  expect(changeLines({ holder_id: change })).toEqual(changeLines({ holderId: change }));
});

test('a balance is read out as money, with its sign', () => {
  const amount = { currency: 'usd', currentMinor: -124000, availableMinor: null, usedMinor: null };
  expect(changeLines({ balance_amounts: { from: null, to: [amount] } })).toEqual([
    { label: 'Balance', from: 'nothing', to: '-$1,240.00' },
  ]);
});

test("Stripe's unknown words stay Stripe's, in quotes", () => {
  expect(changeTitle({ status: { from: 'active', to: 'frozen' } })).toBe('Status: Active → “frozen”');
});

test('a field that is new to us is shown under its own name', () => {
  expect(changeLines({ inferredBalancesRefresh: { from: null, to: { status: 'pending' } } })).toEqual([
    { label: 'inferredBalancesRefresh', from: 'nothing', to: '{"status":"pending"}' },
  ]);
});
