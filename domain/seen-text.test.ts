// Names without a visible letter are none; names that turn the direction do not turn what follows.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isolated, seenText } from './seen-text';

test('what nobody can see is no name', () => {
  for (const text of ['', ' ', '\u200b\u200b', '\u2060\u00a0\u3164', '\u202e', '\n\t']) {
    expect(seenText(text), JSON.stringify(text)).toBeNull();
  }
  for (const text of ['a', '\u200ba', '銀行', '🏦', '.', '\u202ex']) expect(seenText(text)).toBe(text);
  expect(seenText(null)).toBeNull();
});

test('an ordinary name stays as it is', () => {
  expect(isolated('Chase Checking')).toBe('Chase Checking');
});

test('whatever a name opens is closed within it, and it closes nothing of ours', () => {
  const letters = fc.constantFrom('a', 'م', '\u202e', '\u2066', '\u2068', '\u2069', '1');
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 12 }), (name) => {
      let depth = 0;
      for (const letter of isolated(`${name}م`)) {
        if (/[\u2066-\u2068]/.test(letter)) depth += 1;
        if (letter === '\u2069') depth -= 1;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
    }),
  );
});
