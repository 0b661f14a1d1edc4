// What the palette offers for a text, and which earlier hits may stay while the server looks.
import { expect, test, vi } from 'vitest';
import type { AccountHit, SearchAnswer } from '@/domain/search';
import type { PageAction } from '../actions/page-actions';
import { everywhere } from './groups';
import { type PaletteItem, paletteGroups } from './palette-items';
import { noHits, stillFound } from './search-queries';

// Both need React of the browser, which these tests do not run in.
vi.mock('lucide-react', () => new Proxy({}, { has: () => true, get: (_, name) => name !== 'then' && name }));
vi.mock('@tanstack/react-query', () => import('@tanstack/query-core'));

const run = () => undefined;
const actions: PageAction[] = [
  { id: 'show-keys', label: 'Show all keys', group: everywhere, keys: '?', run },
  { id: 'next', label: 'Next row', group: 'List', keys: 'j', isKeyOnly: true, run },
  { id: 'refresh-balance', label: 'Refresh balance', group: 'Account', keys: 'b', run },
  { id: 'relink', label: 'Send relink link', group: 'Account', offReason: 'It is active.', run },
];

const account = (id: string, given: Partial<AccountHit> = {}): AccountHit => ({
  id,
  institutionName: 'Chase',
  displayName: 'Checking',
  last4: '4821',
  status: 'active',
  cause: null,
  action: null,
  expectedDeactivationAt: null,
  holder: { type: 'customer', id: 'cus_1', name: 'Jane Diaz', email: 'Jane@example.com', isDeleted: false },
  ...given,
});
const hits: SearchAnswer = { ...noHits, accounts: [account('fca_1')], hasMoreAccounts: true };

const nameOf = (item: PaletteItem) => (item.kind === 'plain' ? item.label : item.kind);
const offered = (q: string, found = noHits) =>
  paletteGroups(q, actions, found).map(({ label, items }) => [label, items.map(nameOf)]);

test('without a text: what the page can do, the pages, the themes; no key that only moves about', () => {
  expect(offered('')).toEqual([
    ['Account', ['Refresh balance', 'Send relink link']],
    ['Go to', ['Overview', 'Accounts', 'Relinks', 'Sessions', 'Activity', 'Audit', 'New session']],
    ['Theme', ['Light', 'Dark', 'Like the system']],
    [everywhere, ['Show all keys']],
  ]);
});

test.each<[string, unknown]>([
  ['bal', [['Account', ['Refresh balance']]]],
  ['go sess', [['Go to', ['Sessions', 'New session']]]],
  ['theme da', [['Theme', ['Dark']]]],
  // What the text begins comes before what it is only a part of.
  [
    's',
    [
      ['Account', ['Send relink link']],
      ['Go to', ['Sessions', 'New session']],
      [everywhere, ['Show all keys']],
      ['Theme', ['Like the system']],
    ],
  ],
  // Of a word only its beginning counts: no relink by “ink”.
  ['ink', []],
])('%j offers %j', (q, groups) => {
  expect(offered(q)).toEqual(groups);
});

test('what the server found comes last, with the way to the whole list', () => {
  expect(offered('acc', hits)).toEqual([
    ['Go to', ['Accounts']],
    ['Account', ['Refresh balance', 'Send relink link']],
    ['Accounts', ['account', 'All accounts that match “acc”']],
  ]);
  const more = paletteGroups('50% & co', [], hits).at(-1)?.items.at(-1);
  expect(more?.choice).toEqual({ kind: 'go', href: '/accounts?q=50%25%20%26%20co' });
});

test('earlier hits stay where the longer text names them too', () => {
  const earlier: SearchAnswer = {
    accounts: [account('fca_1'), account('fca_2', { last4: '0001', displayName: 'Jane’s savings' })],
    hasMoreAccounts: true,
    holders: [],
    sessions: [],
  };
  const ids = (q: string) => stillFound(earlier, q).accounts.map(({ id }) => id);
  expect(ids('jane')).toEqual(['fca_1', 'fca_2']);
  expect(ids('JANE@')).toEqual(['fca_1', 'fca_2']);
  expect(ids('jane’s')).toEqual(['fca_2']);
  expect(ids('4821')).toEqual(['fca_1']);
  expect(ids('4822')).toEqual([]);
  expect(stillFound(earlier, 'jane').hasMoreAccounts).toBe(false);
});
