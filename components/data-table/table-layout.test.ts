// A layout that was kept survives; whatever else stands in the cookie does no harm.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from './column';
import { arrange, heldWidth, layoutCookie, parseLayout, type TableLayout, usualLayout } from './table-layout';

const column = (id: string): Column<object> => ({ id, header: id, cell: () => id, width: '10rem' });
const columns = ['account', 'holder', 'status', 'linked'].map(column);
const ids = (layout: Partial<TableLayout>) =>
  arrange(columns, { ...usualLayout, ...layout }).map(({ id }) => id);
const textOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';'));

test('what was kept is read back', () => {
  const layout: TableLayout = {
    density: 'comfortable',
    hidden: ['holder'],
    order: ['linked', 'status'],
    widths: { status: 200 },
  };
  expect(parseLayout(textOf(layoutCookie('t', layout)))).toEqual(layout);
});

test('any text gives a layout, and every column in it is one of ours', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json().map(encodeURIComponent)), (text) => {
      const shown = arrange(columns, parseLayout(text));
      expect(shown[0]?.id).toBe('account');
      expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
    }),
  );
});

test('the first column stays first and shown, the others go as they are put', () => {
  expect(ids({})).toEqual(['account', 'holder', 'status', 'linked']);
  expect(ids({ order: ['linked', 'account', 'status'] })).toEqual(['account', 'linked', 'status', 'holder']);
  expect(ids({ hidden: ['account', 'holder'] })).toEqual(['account', 'status', 'linked']);
});

test('a column is never too narrow to be widened again', () => {
  expect(heldWidth(0)).toBe(56);
  expect(heldWidth(10_000)).toBe(640);
});
