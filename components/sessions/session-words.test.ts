// A session that was cancelled says why, as far as Stripe does.
import { expect, test } from 'vitest';
import { standingSentence, uiModeWord } from './session-words';

test.each([
  ['cancelled', { cancelled: { reason: 'custom_manual_entry' } }, /by hand/],
  ['cancelled', { cancelled: { reason: 'other' } }, /Stripe gives no further reason\.$/],
  ['cancelled', { cancelled: { reason: 'bank_closed' } }, /“bank_closed”/],
  ['cancelled', { cancelled: null }, /^The customer left before the end\.$/],
  ['cancelled', null, /^The customer left before the end\.$/],
  ['succeeded', { cancelled: { reason: 'other' } }, /^The customer finished it\.$/],
])('%s with %j: %s', (outcome, statusDetails, sentence) => {
  expect(standingSentence({ outcome, statusDetails })).toMatch(sentence);
});

test('a mode that Stripe added since stands in quotes', () => {
  expect(uiModeWord('modal')).toBe('A window in your own page');
  expect(uiModeWord('drawer')).toBe('“drawer”');
});
