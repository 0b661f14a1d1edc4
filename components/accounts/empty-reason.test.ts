// An empty list says why, and never that nothing helps when it was not counted.
import { expect, test } from 'vitest';
import { emptyReason } from './empty-reason';

const nothing = { helpful: [], isCounting: false, error: null };
const failure = new Error('the database does not answer');

test('one filter is the reason by itself', () => {
  expect(emptyReason('smith', ['q'], nothing)).toBe('Nothing is called, ends in or is “smith”.');
  expect(emptyReason('', ['cause'], nothing)).toBe('The filter Cause leaves nothing.');
});

test('of several, those are named that help', () => {
  expect(emptyReason('', ['status', 'cause'], { ...nothing, helpful: ['cause'] })).toBe(
    'Together the filters leave nothing. Without Cause there are accounts.',
  );
  expect(emptyReason('', ['status', 'cause'], nothing)).toMatch(/dropping one alone brings nothing/);
});

test('what could not be counted is not said to be nothing', () => {
  const none = emptyReason('', ['status', 'cause'], { ...nothing, error: failure });
  expect(none).toContain('Which one empties the list could not be counted');
  expect(none).toContain('the database does not answer');
  expect(none).not.toContain('brings nothing');
  const some = emptyReason('', ['status', 'cause'], { ...nothing, helpful: ['status'], error: failure });
  expect(some).toContain('Without Status there are accounts. The others could not be counted');
});
