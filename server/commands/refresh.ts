// Refresh: Stripe is asked to fetch new data from the bank. May be billed; the result comes later.
import 'server-only';
import type { AccountDetail } from '@/domain/account';
import type { Verdict } from '@/domain/account-actions';
import type { ProblemCode } from '@/domain/problem';
import type { RefreshFeature } from '@/domain/refresh';
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { postRefresh } from '@/server/stripe/client';
import { accountDeed, requireFacts } from './account-deed';
import { type Intent, perform } from './perform';

export interface RefusedFeature {
  feature: RefreshFeature;
  code: ProblemCode;
  detail: string;
  availableAt?: string;
}

export interface RefreshAnswer {
  account: AccountDetail;
  requested: RefreshFeature[];
  refused: RefusedFeature[];
}

/** Asks for the features that may be refreshed now; throws the first refusal, with all of them, when none may. */
export async function refreshAccount(
  id: string,
  features: RefreshFeature[],
  intent: Intent,
): Promise<RefreshAnswer> {
  const asked = await askedEarlier(id, features, intent);
  const { requested, refused } = asked ?? (await sortFeatures(id, features));
  if (requested.length === 0) throw allRefused(refused);
  const deed = accountDeed(
    id,
    (can) =>
      requested.map((feature) => can.refresh[feature]).find((verdict) => !verdict.allowed) ?? {
        allowed: true,
      },
    (lane, key) => postRefresh(lane, id, requested, key),
  );
  const params = { features: requested, refused: refused.map(({ feature }) => feature) };
  await perform({ kind: 'refresh', accountId: id, params, reason: null }, intent, deed);
  return { account: await requireAccount(db, id), requested, refused };
}

/** The same key again: the features of the first time, since by now they would be refused as pending. */
async function askedEarlier(id: string, features: RefreshFeature[], { actor, requestKey }: Intent) {
  const earlier = await db.action.findUnique({
    where: { actor_requestKey: { actor, requestKey } },
    select: { kind: true, accountId: true, params: true },
  });
  if (earlier?.kind !== 'refresh' || earlier.accountId !== id) return null;
  const params = earlier.params as { features: RefreshFeature[]; refused: RefreshFeature[] };
  const asked = new Set([...params.features, ...params.refused]);
  if (asked.size !== features.length || !features.every((feature) => asked.has(feature))) return null;
  const { can } = await requireFacts(db, id);
  const refused = params.refused.flatMap((feature) => toRefused(feature, can.refresh[feature]));
  return { requested: params.features, refused };
}

async function sortFeatures(id: string, features: RefreshFeature[]) {
  const { can } = await requireFacts(db, id);
  const refused = features.flatMap((feature) => toRefused(feature, can.refresh[feature]));
  return { requested: features.filter((feature) => can.refresh[feature].allowed), refused };
}

function toRefused(feature: RefreshFeature, verdict: Verdict): RefusedFeature[] {
  if (verdict.allowed) return [];
  const { code, reason, availableAt } = verdict;
  return [{ feature, code, detail: reason, ...(availableAt ? { availableAt } : {}) }];
}

function allRefused(refused: RefusedFeature[]): AppError {
  const first = refused[0];
  if (!first) return new AppError('invalid_request', 'Name at least one feature.');
  const { code, detail, availableAt } = first;
  return new AppError(code, detail, { refused, ...(availableAt ? { availableAt } : {}) });
}
