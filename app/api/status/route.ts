// Whether Stripe answers and the worker runs; while Stripe is away this process helps to find out when it is back.
import { readStatus } from '@/server/cache/status';
import { db } from '@/server/db';
import { handle } from '@/server/http';
import { watchStripe } from '@/server/stripe/way/breaker';

export const GET = handle({
  allow: 'status:read',
  run: async () => {
    const status = await readStatus(db);
    if (status.stripe.state === 'not_answering') await watchStripe();
    return status;
  },
});
