// When a tab says that it does not hear of changes, and when it says nothing.
import { expect, test } from 'vitest';
import { type LiveFacts, phaseOf } from './live-state';

const facts = (changed: Partial<LiveFacts> = {}): LiveFacts => ({
  heardAt: 0,
  trueAt: 0,
  hasBeenLevel: true,
  brokenAt: null,
  beatMs: 15_000,
  ...changed,
});

test('silence is said after a missed beat, about 20 s', () => {
  expect(phaseOf(facts(), 19_000, true)).toBe('live');
  expect(phaseOf(facts(), 20_001, true)).toBe('interrupted');
});

test('a short break is not worth a word; one that lasts is', () => {
  const broken = facts({ heardAt: 9_000, brokenAt: 10_000 });
  expect(phaseOf(broken, 14_000, true)).toBe('live');
  expect(phaseOf(broken, 15_001, true)).toBe('interrupted');
});

test('a server that lives but hears of nothing is an interruption, though its beats arrive', () => {
  expect(phaseOf(facts({ heardAt: 29_000, brokenAt: 20_000 }), 30_000, true)).toBe('interrupted');
});

test('offline is said at once where the stream is cut, and not where it holds (a console on the same machine)', () => {
  expect(phaseOf(facts({ brokenAt: 1_000 }), 1_100, false)).toBe('offline');
  expect(phaseOf(facts(), 1_100, false)).toBe('live');
});

test('before the first catching up nothing is called live', () => {
  expect(phaseOf(facts({ hasBeenLevel: false }), 1_000, true)).toBe('starting');
  expect(phaseOf(facts({ hasBeenLevel: false }), 21_000, true)).toBe('interrupted');
});
