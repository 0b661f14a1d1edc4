// The endpoint at Stripe is made, or checked.
import { readWebhooks } from '@/server/cache/webhooks';
import { connectWebhooks } from '@/server/commands/connect-webhooks';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const POST = handle({
  allow: 'webhooks:connect',
  run: async ({ intent }) => {
    const { outcome } = await connectWebhooks(intent.actor);
    return { outcome, webhooks: await readWebhooks(db) };
  },
});
