// How the console hears from Stripe.
import { readWebhooks } from '@/server/cache/webhooks';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'events:read', run: () => readWebhooks(db) });
