// How Postgres would run a statement: which tables it reads in which way.
import 'server-only';
import { type Db, Prisma } from '@/server/db';

export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

/** Every node of the plan, the outermost first. */
export async function planOf(db: Db, statement: Prisma.Sql): Promise<PlanNode[]> {
  const [row] = await db.$queryRaw<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
    Prisma.sql`explain (format json) ${statement}`,
  );
  const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  return plan ? flat(plan) : [];
}
