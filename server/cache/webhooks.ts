// How the console hears from Stripe, as the screens show it.
import 'server-only';
import type { WebhooksView } from '@/domain/webhooks';
import { config } from '@/server/config';
import type { Db } from '@/server/db';
import { iso } from './rows/account-row';

/** Where Stripe delivers to. */
export const deliveryUrl = () => `${config().appUrl}/api/webhooks/stripe`;

/** The endpoint in use and the last event that came. */
export async function readWebhooks(db: Db): Promise<WebhooksView> {
  const [endpoint, last, obstacle] = await Promise.all([
    db.webhookEndpoint.findFirst({
      where: { retiredAt: null },
      orderBy: { createdAt: 'desc' },
      omit: { secretCipher: true },
    }),
    db.event.findFirst({
      where: { origin: 'webhook' },
      orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
      select: { receivedAt: true },
    }),
    cannotConnect(db),
  ]);
  const isByEnvironment = config().webhookSecrets.length > 0;
  return {
    state: endpoint ? 'connected' : isByEnvironment ? 'by_environment' : 'not_connected',
    endpointId: endpoint?.id ?? null,
    url: endpoint?.url ?? deliveryUrl(),
    apiVersion: endpoint?.apiVersion ?? null,
    checkedAt: iso(endpoint?.checkedAt ?? null),
    lastEventAt: iso(last?.receivedAt ?? null),
    cannotConnect: obstacle,
  };
}

/** Why no endpoint can be made from here, with the mend; null when it can. */
export async function cannotConnect(db: Db): Promise<string | null> {
  if (!config().encryptionKey) {
    return 'Set ENCRYPTION_KEY (32 random bytes in base64: openssl rand -base64 32), so that the signing secret can be stored.';
  }
  const binding = await db.binding.findUnique({ where: { id: 1 }, select: { isEmulator: true } });
  const isPublic = config().appUrl.startsWith('https://');
  if (binding?.isEmulator || isPublic) return null;
  return `Stripe delivers to public https addresses only. Set APP_URL to the one of this console (now ${config().appUrl}).`;
}
