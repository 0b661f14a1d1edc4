// The pool's wishes reach Postgres.
import { expect, test } from 'vitest';
import { db } from '@/server/db';
import { absentClientMs } from '@/server/pool';
import { useWorld } from '@/server/testing/world';

useWorld({ accounts: 1 });

test('Postgres gives up a client that vanished without a word, so that its place is free again (J09)', async () => {
  const rows = await db.$queryRaw<{ name: string; seconds: number }[]>`
    select name, setting::int as seconds from pg_settings where name like 'tcp_keepalives_%'`;
  const settings = Object.fromEntries(rows.map(({ name, seconds }) => [name, seconds]));
  const { tcp_keepalives_idle: idle, tcp_keepalives_interval: each, tcp_keepalives_count: count } = settings;
  expect((idle ?? 0) + (each ?? 0) * (count ?? 0)).toBe(absentClientMs / 1_000);
});
