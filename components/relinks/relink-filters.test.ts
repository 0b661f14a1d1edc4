// What is chosen on the relinks page is named in words, each part of it droppable alone.
import { expect, test } from 'vitest';
import { setRelinkFilters } from './relink-filters';

const nothing = { cause: [], action: [], institution: [] };

test('each chosen part is named, an action alone too', () => {
  const named = (filters: Parameters<typeof setRelinkFilters>[0]) =>
    setRelinkFilters(filters, () => undefined).map(({ label, words }) => `${label}: ${words}`);
  expect(named(nothing)).toEqual([]);
  expect(named({ ...nothing, action: ['relink_required'] })).toEqual(['Mended by: A relink']);
  expect(named({ ...nothing, action: ['not_given', 'wait'] })).toEqual(['Mended by: Not told or “wait”']);
  expect(named({ cause: ['account_closed'], action: ['none'], institution: ['Bank 7'] })).toEqual([
    'Cause: Account closed',
    'Mended by: Nothing',
    'Bank: Bank 7',
  ]);
});

test('dropping one names that one', () => {
  const dropped: string[] = [];
  const set = setRelinkFilters({ cause: ['meteor'], action: ['none'], institution: [] }, (name) =>
    dropped.push(name),
  );
  set[1]?.drop();
  expect(dropped).toEqual(['action']);
});
