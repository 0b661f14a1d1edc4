// The audit trail: filtered, paged newest first, and answered by its indexes.
import { beforeAll, expect, test } from 'vitest';
import { AuditFilters, AuditQuery } from '@/domain/audit-query';
import { db, Prisma } from '@/server/db';
import { useDatabase } from '@/server/testing/database';
import { auditStatement, countAuditFacets, listAudit } from './audit';

useDatabase();

beforeAll(async () => {
  await db.$executeRaw`
    insert into audit_entries (at, actor, verb, target_type, target_id, outcome, after)
    select timestamptz '2026-10-01' + (i / 3) * interval '1 second', 'operator_' || (i % 40),
      (array['account.refresh', 'account.refresh', 'account.disconnect', 'session.create'])[1 + i % 4], 'account',
      'fca_' || (i % 500), case when i % 400 = 0 then 'failed' else 'done' end,
      '{"ok": true, "client_secret": "canary-secret"}'
    from generate_series(1, 8000) as i`;
  await db.$executeRaw`vacuum analyze audit_entries`;
});

test('pages of any size walk newest first, each entry once', async () => {
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(db, AuditQuery.parse({ verb: ['session.create'], limit: 190, cursor }));
    expect(page.total).toEqual({ value: 2000, exact: true });
    ids.push(...page.data.map(({ id }) => Number(id)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(ids).toHaveLength(2000);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
});

test('filters add up, and nothing secret leaves', async () => {
  const asked = AuditQuery.parse({ actor: ['operator_0'], outcome: ['failed'], target: 'fca_400' });
  const page = await listAudit(db, asked);
  expect(page.data.length).toBeGreaterThan(0);
  for (const row of page.data) {
    expect(row).toMatchObject({ actor: 'operator_0', outcome: 'failed', targetId: 'fca_400' });
    expect(row.after).toEqual({ ok: true });
  }
});

test('a cursor of another list is refused', async () => {
  await expect(
    listAudit(db, AuditQuery.parse({ cursor: 'eyJvIjoiLWF0IiwiayI6bnVsbCwiaSI6ImEifQ' })),
  ).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

test('the facets are the words that were recorded, each once, with the total of its list', async () => {
  const { verb, actor, outcome } = await countAuditFacets(db, AuditFilters.parse({}));
  expect(verb).toEqual([
    { value: 'account.disconnect', count: 2000 },
    { value: 'account.refresh', count: 4000 },
    { value: 'session.create', count: 2000 },
  ]);
  expect(actor).toHaveLength(40);
  expect(outcome).toEqual([
    { value: 'done', count: 7980 },
    { value: 'failed', count: 20 },
  ]);
  const under = { verb: ['account.disconnect'], outcome: ['failed'] };
  const facets = await countAuditFacets(db, AuditFilters.parse(under));
  for (const [facet, values] of Object.entries(facets)) {
    for (const { value, count } of values) {
      const { total } = await listAudit(db, AuditQuery.parse({ ...under, [facet]: [value] }));
      expect([facet, value, total]).toEqual([facet, value, { value: count, exact: true }]);
    }
  }
});

test.each([
  ['no filter', {}, /audit_entries_at_id_idx/],
  ['verb', { verb: ['account.disconnect'] }, /audit_entries_(verb_)?at_id_idx/],
  ['actor', { actor: ['operator_7'] }, /audit_entries_(actor_)?at_id_idx/],
  ['outcome', { outcome: ['failed'] }, /audit_entries_outcome_at_id_idx/],
  ['target', { target: 'fca_7' }, /audit_entries_target_id/],
])('filtered by %s an index answers', async (_, filter, index) => {
  const [row] = await db.$queryRaw<object[]>(
    Prisma.sql`explain (format json) ${auditStatement(AuditQuery.parse({ ...filter, limit: 20 }))}`,
  );
  const plan = JSON.stringify(row);
  expect(plan).not.toContain('Seq Scan');
  expect(plan).toMatch(index);
});
