// The address is read as nuqs's own loader reads it on the server, and keeps what belongs to others.
import { createLoader, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { expect, test, vi } from 'vitest';
import { readStates, writeStates } from './url-state';

vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams() }));

const parsers = {
  status: parseAsNativeArrayOf(parseAsString).withDefault([]),
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(['name', '-name'] as const).withDefault('name'),
  stale: parseAsStringLiteral(['true', 'false'] as const),
};
const load = createLoader(parsers);

test.each([
  '',
  'status=active',
  'status=active&status=in+active&q=a%20b&sort=-name&stale=true',
  'sort=upside-down&stale=maybe&status=',
  'q=%E9%8A%80%E8%A1%8C&other=1',
])('%s is read as on the server', (search) => {
  expect(readStates(parsers, search)).toEqual(load(new URLSearchParams(search)));
});

test('a change keeps the rest; defaults and nulls are left out; what is read again is what was written', () => {
  const before = 'view=dead&status=active&sort=-name';
  expect(writeStates(parsers, before, { sort: 'name', q: 'a&b', status: ['x', 'y:z'] })).toBe(
    'view=dead&q=a%26b&status=x&status=y:z',
  );
  expect(writeStates(parsers, before, { status: null, sort: null })).toBe('view=dead');
  const written = writeStates(parsers, '', { status: ['a,b', 'c d', 'é='], q: '100 %', stale: 'true' });
  expect(readStates(parsers, written)).toEqual({
    status: ['a,b', 'c d', 'é='],
    q: '100 %',
    sort: 'name',
    stale: 'true',
  });
});
