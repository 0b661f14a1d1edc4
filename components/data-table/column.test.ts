// Which sorts a head tells of, and what the next press on one asks for.
import { expect, test } from 'vitest';
import { type Column, isSortShown, nextSort } from './column';

const column = (id: string, sorts?: 'asc' | 'desc'): Column<object> => ({
  id,
  header: id,
  cell: () => id,
  width: '10rem',
  ...(sorts ? { sorts } : {}),
});
const columns = [column('name', 'asc'), column('linked', 'desc'), column('refresh')];

test.each([
  ['name', true],
  ['-linked', true],
  ['refresh', false],
  ['-readAt', false],
])('a head tells of the sort %s: %s', (sort, isShown) => {
  expect(isSortShown(columns, sort)).toBe(isShown);
});

test('the first press sorts as the column says, the next one the other way', () => {
  expect(nextSort(column('linked', 'desc'), 'name')).toBe('-linked');
  expect(nextSort(column('linked', 'desc'), '-linked')).toBe('linked');
  expect(nextSort(column('linked', 'desc'), 'linked')).toBe('-linked');
});
