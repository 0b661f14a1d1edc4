// A screen never goes back to an older state.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBehind, newerOf, newerRows } from './version';

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
  const known = new Map(shown.map((row) => [row.id, row]));
  expect(newerRows(known, arrived).map(({ id, status }) => [id, status])).toEqual([
    ['c', 'active'],
    ['b', 'inactive'],
    ['a', 'disconnected'],
  ]);
});

test('a list in which nothing is older stays the very same', () => {
  const arrived = [{ id: 'a', version: '10' }];
  expect(newerRows(new Map([['a', { id: 'a', version: '10' }]]), arrived)).toBe(arrived);
});

test('a state is behind only when a newer one is known', () => {
  const known = new Map([['a', { version: '10' }]]);
  const at = (id: string, version: string) => isBehind({ id, version }, known);
  expect([at('a', '9'), at('a', '10'), at('a', '11'), at('b', '1')]).toEqual([true, false, false, false]);
});
