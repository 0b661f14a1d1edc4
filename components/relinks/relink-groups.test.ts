// Groups of broken links: each cause once, what can be mended first, no account lost.
import { expect, test } from 'vitest';
import { byCause, mending } from './relink-groups';

const group = (
  cause: string | null,
  action: string | null,
  institutionName: string,
  accountCount: number,
) => ({
  cause,
  action,
  institutionName,
  accountCount,
});

test('mendable causes come first, then the larger ones', () => {
  const groups = byCause([
    group('account_closed', 'none', 'First Bank', 9),
    group('access_denied', 'relink_required', 'First Bank', 1),
    group('access_expired', 'relink_required', 'First Bank', 2),
    group('access_denied', 'relink_required', 'Second Bank', 4),
  ]);
  expect(groups.map(({ cause, accountCount }) => [cause, accountCount])).toEqual([
    ['access_denied', 5],
    ['access_expired', 2],
    ['account_closed', 9],
  ]);
  expect(groups[0]?.institutions).toEqual([
    { name: 'First Bank', accountCount: 1 },
    { name: 'Second Bank', accountCount: 4 },
  ]);
});

test('the same cause with another action is another group', () => {
  expect(
    byCause([group('unspecified', 'none', 'A', 1), group('unspecified', 'relink_required', 'A', 1)]),
  ).toHaveLength(2);
});

test('where Stripe gives no action, or a new one, no relink is promised: between those that can and that cannot', () => {
  const groups = byCause([
    group('account_closed', 'none', 'A', 5),
    group(null, null, 'A', 1),
    group('access_denied', 'dance', 'A', 2),
    group('access_denied', 'relink_required', 'A', 1),
  ]);
  expect(groups.map(mending)).toEqual(['relink', 'unknown', 'unknown', 'none']);
});
