// Takes up an action whose result is unknown: asks Stripe what is true before it repeats anything.
import 'server-only';
import type { AccountCan, AccountFacts, Verdict } from '@/domain/account-actions';
import { type RefreshFeature, refreshFeatures } from '@/domain/refresh';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { hold, LeaseLost } from '@/server/leases';
import { log } from '@/server/log';
import { postDisconnect, postRefresh, postSubscription } from '@/server/stripe/client';
import { readAccount } from '@/server/sync/account';
import { accountDeed, keptAccount, refusalOf, requireFacts } from './account-deed';
import {
  type ClaimFacts,
  carryOut,
  claimAction,
  fail,
  finish,
  type HeldAction,
  leaseOf,
  letGo,
  nextGeneration,
} from './perform';
import { sessionDeed } from './session';

/** After this many tries, an hour at least, a person must look: the action ends as failed, with its audit entry. */
const maxAttempts = 12;
/** Stripe may forget a key after 24 h; a repeat later than this would be a second request. */
const keyLifeMs = 20 * 3_600_000;

type Claimed = HeldAction & ClaimFacts;

/** Finishes one action; while Stripe still fails it stays due and is taken up again later. */
export async function resumeAction(id: string): Promise<void> {
  const held = await claimAction(id);
  if (!held) return;
  log.info({ action: id, kind: held.kind, attempts: held.attempts }, 'action resumed');
  await hold(leaseOf(held), () => resumeHeld(held));
}

async function resumeHeld(held: Claimed): Promise<void> {
  if (held.attempts > maxAttempts) {
    const detail = 'Stripe gave no result after many tries. Read the account again to see what is true.';
    await fail(held, new AppError('stripe_unavailable', detail));
    return;
  }
  try {
    if (held.kind === 'session.create' || held.kind === 'relink.create') await resumeSession(held);
    else if (held.accountId) await resumeAccountAction(held, held.accountId);
  } catch (error) {
    if (error instanceof LeaseLost) {
      log.warn({ action: held.id }, 'action went to another holder');
      return;
    }
    const isKept = await letGo(held, error, held.attempts);
    log.warn({ action: held.id, isKept, error: String(error) }, 'action not finished');
  }
}

async function resumeAccountAction(held: Claimed, accountId: string): Promise<void> {
  await readAccount(accountId, 'job');
  const { facts, can, row } = await requireFacts(db, accountId);
  const features = featuresOf(held);
  const attempted: Record<RefreshFeature, Date | null> = {
    balance: row.balance_refresh_attempted_at,
    ownership: row.ownership_refresh_attempted_at,
    transactions: row.transaction_refresh_attempted_at,
  };
  // Whole seconds on Stripe's side: an attempt in the second of the request is ours.
  const since = Math.floor(held.createdAt.getTime() / 1000) * 1000 + (await clockOffsetMs());
  const started = (feature: RefreshFeature) => (attempted[feature]?.getTime() ?? 0) >= since - 2_000;
  if (isDone(held, facts, features.every(started))) {
    await finish(held, null, (tx) => keptAccount(tx, accountId));
    return;
  }
  const missing = features.filter((feature) => !started(feature));
  const deed = accountDeed(
    accountId,
    () => ({ allowed: true }),
    (lane, key) => {
      if (held.kind === 'refresh') return postRefresh(lane, accountId, missing, key);
      if (held.kind === 'disconnect') return postDisconnect(lane, accountId, key);
      return postSubscription(
        lane,
        accountId,
        held.kind === 'subscribe' ? 'subscribe' : 'unsubscribe',
        ['transactions'],
        key,
      );
    },
  );
  // The world may have moved on: what was allowed then may be refused now.
  const refused = verdictsOn(held, can, missing).find((verdict) => !verdict.allowed);
  if (refused) {
    await fail(held, refusalOf(refused));
    return;
  }
  const isOtherRequest = held.kind === 'refresh' && missing.length < features.length;
  await carryOut(needsNewKey(held) || isOtherRequest ? await nextGeneration(held) : held, deed, 'job');
}

function verdictsOn(held: Claimed, can: AccountCan, features: RefreshFeature[]): Verdict[] {
  if (held.kind === 'refresh') return features.map((feature) => can.refresh[feature]);
  if (held.kind === 'disconnect' || held.kind === 'subscribe' || held.kind === 'unsubscribe')
    return [can[held.kind]];
  return [];
}

function isDone(held: Claimed, facts: AccountFacts, areStarted: boolean): boolean {
  if (held.kind === 'refresh') return areStarted;
  if (held.kind === 'disconnect') return facts.status === 'disconnected';
  const isSubscribed = facts.subscriptions.includes('transactions');
  return held.kind === 'subscribe' ? isSubscribed : !isSubscribed;
}

function needsNewKey(held: Claimed): boolean {
  return held.isErrorStored || Date.now() - held.createdAt.getTime() > keyLifeMs;
}

function featuresOf(held: Claimed): RefreshFeature[] {
  const asked = held.params.features;
  return Array.isArray(asked) ? refreshFeatures.filter((feature) => asked.includes(feature)) : [];
}

/**
 * Stripe has no list of sessions, so a lost answer cannot be looked for: the same key gives the same session back
 * for a day. After that, or when Stripe stored an error, a second session is made; one that nobody opens does nothing.
 */
async function resumeSession(held: Claimed): Promise<void> {
  const isRelink = held.kind === 'relink.create';
  const mends = isRelink && !('relink_options' in held.params) ? held.accountId : null;
  const deed = sessionDeed(held.params, isRelink ? 'relink' : 'created', mends);
  await carryOut(needsNewKey(held) ? await nextGeneration(held) : held, deed, 'job');
}

async function clockOffsetMs(): Promise<number> {
  const binding = await db.binding.findFirst({ select: { clockOffsetMs: true } });
  return Number(binding?.clockOffsetMs ?? 0);
}
