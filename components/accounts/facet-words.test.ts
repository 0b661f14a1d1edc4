// Filters speak in words; what Stripe adds later is shown as Stripe's own word.
import { expect, test } from 'vitest';
import { facetValues, facetWord } from './facet-words';

test.each([
  ['status', 'inactive', 'Inactive'],
  ['status', 'frozen_by_bank', '“frozen_by_bank”'],
  ['cause', 'access_expired', 'Access expired'],
  ['cause', 'not_given', 'Not told'],
  ['cause', 'meteor', '“meteor”'],
  // Healthy accounts have it as well: it is Stripe's word for what mends them.
  ['action', 'none', 'Nothing (action none)'],
  ['institution', 'Chase', 'Chase'],
  ['refresh', 'balance:failed', 'Balance: failed'],
  ['refresh', 'balance:odd', 'Balance: “odd”'],
] as const)('%s %s reads %s', (facet, value, words) => {
  expect(facetWord(facet, value)).toBe(words);
});

test('a chosen value that nothing has any more stays in the menu, to be taken back', () => {
  const values = facetValues('status', [{ value: 'active', count: 3 }], ['disconnected']);
  expect(values.map(({ value, count }) => [value, count])).toEqual([
    ['active', 3],
    ['disconnected', undefined],
  ]);
});

test('a menu of banks that is cut says so, and the chosen bank keeps its own name', () => {
  const banks = (count: number) =>
    Array.from({ length: count }, (_, number) => ({ value: `Bank ${number}`, count: 1 }));
  expect(facetValues('institution', banks(99), []).every(({ heading }) => heading === undefined)).toBe(true);
  expect(facetValues('institution', banks(100), ['Small Bank']).at(-1)).toMatchObject({
    label: 'Small Bank',
    group: undefined,
    heading: 'The 100 largest; search for others',
  });
});

test('refresh values stand under their kind of data, in one order', () => {
  const counted = ['transactions:failed', 'balance:failed', 'ownership:failed', 'balance:never'];
  const values = facetValues(
    'refresh',
    counted.map((value) => ({ value, count: 1 })),
    [],
  );
  expect(values.map(({ group, label }) => `${group} ${label}`)).toEqual([
    'Balance Failed',
    'Balance Never refreshed',
    'Ownership Failed',
    'Transactions Failed',
  ]);
});
