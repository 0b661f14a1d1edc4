// The advice never contradicts the button: no relink where Stripe says none helps, none missing where one does.
import { expect, test } from 'vitest';
import { customerWords, nextStep } from './advice';

const causes = [
  'access_denied',
  'access_expired',
  'account_closed',
  'account_unavailable',
  'institution_requirement',
  'unspecified',
  'a_new_word',
  null,
];

test.each(causes)('%s, beyond a relink', (cause) => {
  expect(nextStep(cause, 'none')).not.toMatch(/relink/i);
  expect(nextStep(cause, 'none')).toMatch(/another account/);
  expect(customerWords({ status: 'inactive', cause, action: 'none' })).not.toMatch(/reconnect/i);
});

test.each(causes)('%s, mended by a relink', (cause) => {
  expect(nextStep(cause, 'relink_required')).toMatch(/relink/i);
  expect(customerWords({ status: 'inactive', cause, action: 'relink_required' })).not.toMatch(/another/i);
});

test.each(['account_closed', 'account_unavailable'])(
  '%s, mended by a relink: not told as if nothing did',
  (cause) => {
    expect(nextStep(cause, 'relink_required')).toBe('Even so, Stripe says that a relink mends it.');
  },
);

test.each(causes)('%s, still working: the customer is not told that it has stopped', (cause) => {
  expect(customerWords({ status: 'active', cause, action: 'relink_required' })).not.toMatch(
    /stopped|closed|reach/i,
  );
});

test('where Stripe names no action the words of the cause stand', () => {
  expect(nextStep('access_expired', null)).toBe('Relink.');
});
