// A statement that comes again keeps its plan; lists are planned for their values; the names have an end.
import { expect, test } from 'vitest';
import { db } from '@/server/db';
import { statementNames } from '@/server/statement-names';
import { useWorld } from '@/server/testing/world';

useWorld({ accounts: 1 });

test('a text has a name from its second time on, and no other text has it', () => {
  const nameOf = statementNames();
  const one = { sql: 'select id from accounts where id = $1' };
  const other = { sql: 'select id from sessions where id = $1' };
  expect(nameOf(one)).toBe('');
  expect(nameOf(other)).toBe('');
  const name = nameOf(one);
  expect(name).not.toBe('');
  expect(nameOf(one)).toBe(name);
  expect(nameOf(other)).not.toBe(name);
});

test('lists, counts and groups have none, however often they come', () => {
  const nameOf = statementNames();
  for (const sql of [
    'select id from accounts where status = $1 order by created_at limit $2',
    'select count(*) from accounts where status = $1',
    'select status from accounts where holder_id = $1 group by status',
  ]) {
    expect([nameOf({ sql }), nameOf({ sql }), nameOf({ sql })]).toEqual(['', '', '']);
  }
});

test('no more names than a connection may keep, and a flood of texts takes none', () => {
  const nameOf = statementNames(2);
  const text = (at: number) => ({ sql: `select ${at}` });
  for (let at = 0; at < 100; at += 1) expect(nameOf(text(at))).toBe('');
  for (const at of [1000, 1000, 1001, 1001, 1002, 1002]) nameOf(text(at));
  expect([1000, 1001, 1002].map((at) => nameOf(text(at)) !== '')).toEqual([true, true, false]);
});

test('Postgres keeps the plan of what comes often', async () => {
  const kept = await db.$transaction(async (tx) => {
    for (let turn = 0; turn < 3; turn += 1) await tx.$queryRaw`select ${turn}::int + 7 as sum`;
    return await tx.$queryRaw<{ statement: string }[]>`
      select statement from pg_prepared_statements where name like 'relink_%'`;
  });
  expect(kept.map(({ statement }) => statement)).toContain('select $1::int + 7 as sum');
});
