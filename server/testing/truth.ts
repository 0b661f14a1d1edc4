// Our copy beside everything that Stripe lists.
import 'server-only';
import { db } from '@/server/db';
import type { World } from './world';

interface Listed {
  id: string;
  status: string;
}

/** Every account as Stripe has it now. */
export async function listedAccounts(world: World): Promise<Listed[]> {
  const accounts: Listed[] = [];
  let after = '';
  for (;;) {
    const page: { data: Listed[]; has_more: boolean } = await world.stripe(
      'GET',
      `/v1/financial_connections/accounts?limit=100${after}`,
    );
    accounts.push(...page.data);
    const last = page.data.at(-1);
    if (!page.has_more || !last) return accounts;
    after = `&starting_after=${last.id}`;
  }
}

/** The ids of accounts whose stored object is not Stripe's. A disconnected one keeps what it had: its status counts. */
export async function untrue(world: World): Promise<string[]> {
  const stored = new Map((await db.account.findMany()).map((row) => [row.id, row]));
  return (await listedAccounts(world)).flatMap((listed) => {
    const row = stored.get(listed.id);
    const isTrue = row?.status === listed.status && sorted(row.raw) === sorted(listed);
    return isTrue ? [] : [listed.id];
  });
}

/** As text, whatever the order of its keys. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
