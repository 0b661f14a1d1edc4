// Makes or checks the endpoint at Stripe that delivers our events, and keeps its signing secret sealed.
import 'server-only';
import { randomUUID } from 'node:crypto';
import { eventTypes } from '@/domain/event';
import type { ConnectOutcome } from '@/domain/webhooks';
import { recordAudit } from '@/server/audit';
import { cannotConnect, deliveryUrl } from '@/server/cache/webhooks';
import { gaVersion } from '@/server/config';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { seal, unseal } from '@/server/secret-box';
import {
  createWebhookEndpoint,
  type Lane,
  listWebhookEndpoints,
  updateWebhookEndpoint,
  versionInUse,
} from '@/server/stripe/client';
import type { WireWebhookEndpoint } from '@/server/stripe/wire';

export interface Connected {
  endpointId: string;
  url: string;
  outcome: ConnectOutcome;
}

/** Deliveries that are under way when an endpoint is replaced still carry its signature; Stripe's own overlap is a day. */
const overlapHours = 24;

/**
 * Safe to repeat: an endpoint of ours that is as it should be is left alone. One whose secret we do not have, or of
 * another API version, is replaced: Stripe tells a secret once and never changes a version. Throws invalid_request with
 * the mend, or what Stripe said.
 */
export async function connectWebhooks(actor: string, lane: Lane = 'interactive'): Promise<Connected> {
  const obstacle = await cannotConnect(db);
  if (obstacle) throw new AppError('invalid_request', obstacle);
  const apiVersion = await versionInUse();
  const types = eventTypes(apiVersion !== gaVersion);
  const url = deliveryUrl();
  const { rows } = (await listWebhookEndpoints(lane)).data;
  const there = rows.filter((endpoint) => endpoint.url === url);
  const usable = await findUsable(there, apiVersion);
  const connected = usable
    ? await bringUpToDate(lane, usable, types)
    : await create(lane, url, types, apiVersion);
  await retireOthers(lane, there, connected.endpointId);
  if (connected.outcome !== 'kept') {
    await recordAudit(db, {
      actor,
      verb: `webhooks.${connected.outcome}`,
      targetType: 'webhook_endpoint',
      targetId: connected.endpointId,
      actionId: null,
      reason: null,
      before: null,
      after: { url, apiVersion, events: types.length },
      outcome: 'done',
      stripeRequestId: null,
    });
  }
  return connected;
}

async function findUsable(
  there: WireWebhookEndpoint[],
  apiVersion: string,
): Promise<WireWebhookEndpoint | undefined> {
  const known = await db.webhookEndpoint.findMany({ where: { id: { in: there.map(({ id }) => id) } } });
  return there.find((endpoint) => {
    const row = known.find(({ id }) => id === endpoint.id);
    return row && !row.retiredAt && canUnseal(row.secretCipher) && endpoint.api_version === apiVersion;
  });
}

function canUnseal(sealed: Uint8Array): boolean {
  try {
    unseal(sealed);
    return true;
  } catch {
    // Sealed under another key: as good as lost, so a new endpoint is made.
    return false;
  }
}

async function bringUpToDate(lane: Lane, endpoint: WireWebhookEndpoint, types: string[]): Promise<Connected> {
  const has = new Set(endpoint.enabled_events);
  const isRight = endpoint.status === 'enabled' && types.every((type) => has.has(type) || has.has('*'));
  if (!isRight) {
    await updateWebhookEndpoint(
      lane,
      endpoint.id,
      { enabledEvents: types, isDisabled: false },
      `relink:webhooks:${randomUUID()}`,
    );
  }
  await db.webhookEndpoint.update({ where: { id: endpoint.id }, data: { checkedAt: new Date() } });
  return { endpointId: endpoint.id, url: endpoint.url, outcome: isRight ? 'kept' : 'updated' };
}

async function create(lane: Lane, url: string, types: string[], apiVersion: string): Promise<Connected> {
  const { data } = await createWebhookEndpoint(
    lane,
    { url, enabledEvents: types, apiVersion, description: 'Relink' },
    `relink:webhooks:${randomUUID()}`,
  );
  if (!data.secret) throw new AppError('stripe_failed', 'Stripe made an endpoint but told no secret.');
  // Should this process die here, the secret is lost and the next run replaces the endpoint.
  await db.webhookEndpoint.create({
    data: { id: data.id, url, apiVersion, secretCipher: seal(data.secret) },
  });
  return { endpointId: data.id, url, outcome: 'created' };
}

/** What we made for this address earlier delivers no more; endpoints that others made are not touched. */
async function retireOthers(lane: Lane, there: WireWebhookEndpoint[], keptId: string): Promise<void> {
  for (const { id, status, description } of there) {
    if (id === keptId || status === 'disabled' || description !== 'Relink') continue;
    await updateWebhookEndpoint(lane, id, { isDisabled: true }, `relink:webhooks:${randomUUID()}`);
  }
  await db.$executeRaw`
    update webhook_endpoints set retired_at = now() + ${overlapHours} * interval '1 hour'
    where id <> ${keptId} and retired_at is null`;
}
