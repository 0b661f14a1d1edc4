// The state of an account in words: what Stripe said stands in quotes, what it left out does not.
import { expect, test } from 'vitest';
import { accountStateKind, unknownStateWord } from './account-state';

test.each([
  [{ status: 'inactive', action: null }, 'Inactive, no action given'],
  [{ status: 'inactive', action: 'call_bank' }, 'Inactive, action “call_bank”'],
  [{ status: 'frozen', action: null }, '“frozen”'],
])('%j reads %s', (facts, word) => {
  const account = { ...facts, cause: 'access_denied', expectedDeactivationAt: null };
  expect(accountStateKind(account)).toBe('unknown');
  expect(unknownStateWord(account)).toBe(word);
});
