// A screen never goes back to an older state.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newerOf, newerRows } from './version';

// Beyond 2^53, where numbers would lose digits.
const version = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String);

test('whatever the order of arrival, the highest version stays', () => {
  fc.assert(
    fc.property(fc.array(version, { minLength: 1 }), (versions) => {
      const states = versions.map((each) => ({ version: each }));
      const [first, ...later] = states;
      if (!first) return;
      const last = later.reduce(newerOf, first);
      const highest = versions.map(BigInt).reduce((a, b) => (a > b ? a : b));
      expect(BigInt(last.version)).toBe(highest);
    }),
  );
});

test('a list keeps its new order and members, with each row at its newest state', () => {
  const shown = [
    { id: 'a', version: '10', status: 'disconnected' },
    { id: 'b', version: '9', status: 'active' },
  ];
  const arrived = [
    { id: 'c', version: '1', status: 'active' },
    { id: 'b', version: '11', status: 'inactive' },
    { id: 'a', version: '9', status: 'active' },
  ];
  expect(newerRows(shown, arrived).map(({ id, status }) => [id, status])).toEqual([
    ['c', 'active'],
    ['b', 'inactive'],
    ['a', 'disconnected'],
  ]);
});
