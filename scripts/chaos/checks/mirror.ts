// Our copy against Stripe's accounts, field by field.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type StripeAccount, stripeAccounts } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';

/** What must be the same once nothing is under way. Data that Stripe drops at a disconnect is kept by us, with its time. */
const compared = [
  'status',
  'status_details',
  'balance',
  'balance_refresh',
  'ownership_refresh',
  'transaction_refresh',
  'subscriptions',
  'permissions',
];
const keptByUs = new Set(['balance', 'balance_refresh', 'ownership_refresh', 'transaction_refresh']);

export interface Difference {
  id: string;
  /** `row`: the account is missing in our copy. */
  fields: string[];
}

/** A refresh that ends by the clock between the two readings is heard of, or followed, within this time. */
const patienceMs = 20_000;

/**
 * The accounts in which our copy differs; of the given ones, or of all. What differs is compared again until it stays so:
 * at Stripe the clock ends refreshes that no row of a fault has asked for, seconds before we can know.
 */
export async function differences(world: World, only?: ReadonlySet<string>): Promise<Difference[]> {
  const end = Date.now() + patienceMs;
  let found = await compare(world, only);
  while (found.length > 0 && Date.now() < end) {
    await sleep(1_000);
    found = await compare(world, new Set(found.map(({ id }) => id)));
  }
  return found;
}

async function compare(world: World, only?: ReadonlySet<string>): Promise<Difference[]> {
  const theirs = (await stripeAccounts(world)).filter(({ id }) => only?.has(id) ?? true);
  const rows = await world.database.query<{ id: string; status: string; raw: Record<string, unknown> }>(
    'select id, status, raw from accounts where id = any($1)',
    [theirs.map(({ id }) => id)],
  );
  const ours = new Map(rows.map((row) => [row.id, row]));
  return theirs.flatMap((account) => {
    const row = ours.get(account.id);
    const fields = row ? fieldsThatDiffer(row.raw, account) : ['row'];
    return fields.length > 0 ? [{ id: account.id, fields }] : [];
  });
}

function fieldsThatDiffer(raw: Record<string, unknown>, account: StripeAccount): string[] {
  return compared.filter((field) => {
    if (account.status === 'disconnected' && keptByUs.has(field)) return false;
    return !isDeepStrictEqual(plain(raw[field]), plain(account[field]));
  });
}

/** A key that is missing counts as null. */
function plain(value: unknown): unknown {
  return value === undefined ? null : value;
}

/** In words, for the table. */
export const inFields = (found: Difference[]) =>
  found
    .slice(0, 3)
    .map(({ id, fields }) => `${id} ${fields.join('+')}`)
    .join(', ');
