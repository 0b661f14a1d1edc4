// Sessions: make one for a customer to link accounts in, or look one up that another integration made.
import 'server-only';
import type { SessionDetail } from '@/domain/session';
import type { SessionCreate } from '@/domain/session-create';
import { requireSession } from '@/server/cache/sessions';
import { db, type Prisma } from '@/server/db';
import { postSession, versionInUse } from '@/server/stripe/client';
import type { WireSession } from '@/server/stripe/wire';
import { letSessionIn, readSession } from '@/server/sync/session';
import { type Deed, type Intent, perform } from './perform';

/** Makes a session at Stripe and stores it, without its client secret. */
export async function createSession(
  input: SessionCreate,
  intent: Intent,
): Promise<{ session: SessionDetail }> {
  const params = sessionParams(input, await versionInUse());
  const asked = { kind: 'session.create', accountId: null, params, reason: null } as const;
  const { targetId } = await perform(asked, intent, sessionDeed(params, 'created'));
  return { session: await requireSession(db, targetId) };
}

/** Reads a session by its id and keeps it. Throws `not_found` when this key does not know it. */
export async function lookUpSession(id: string): Promise<{ session: SessionDetail }> {
  await readSession(id, 'interactive', 'looked_up');
  return { session: await requireSession(db, id) };
}

/**
 * The deed of making a session; nothing is checked before, Stripe's rules stand in domain/session-create.
 * `mends`: the account it is for, where the session itself does not say so (GA has no relink options).
 */
export function sessionDeed(
  params: Prisma.InputJsonObject,
  origin: string,
  mends: string | null = null,
): Deed<WireSession> {
  return {
    check: async () => null,
    call: (lane, key) => postSession(lane, params, key),
    keep: async (tx, answer, readNo) => {
      const id = answer.data.id;
      await letSessionIn(tx, answer, readNo, origin);
      if (mends) await tx.session.update({ where: { id }, data: { relinkAccountId: mends } });
      return { targetType: 'session', targetId: id, after: null };
    },
  };
}

/** A holder as Stripe's parameters name it. */
export function holderParams(holder: string): Prisma.InputJsonObject {
  return holder.startsWith('acct_')
    ? { type: 'account', account: holder }
    : { type: 'customer', customer: holder };
}

/** Before endive the country was a list, of which Stripe used the first. */
const takesCountries = (version: string) => version < '2026-09-30';

function sessionParams(input: SessionCreate, version: string): Prisma.InputJsonObject {
  const { accountSubcategories, country, requirePaymentMethodSupport } = input.filters ?? {};
  const filters = {
    ...(accountSubcategories?.length ? { account_subcategories: accountSubcategories } : {}),
    ...(country ? (takesCountries(version) ? { countries: [country] } : { country }) : {}),
    ...(requirePaymentMethodSupport ? { require_payment_method_support: requirePaymentMethodSupport } : {}),
  };
  return {
    account_holder: holderParams(input.holder),
    permissions: input.permissions,
    ...(input.prefetch.length ? { prefetch: input.prefetch } : {}),
    ...(Object.keys(filters).length ? { filters } : {}),
    ...(input.limitAccounts ? { limits: { accounts: input.limitAccounts } } : {}),
    ...(input.manualEntryMode ? { manual_entry: { mode: input.manualEntryMode } } : {}),
    ...(input.returnUrl ? { return_url: input.returnUrl } : {}),
  };
}
