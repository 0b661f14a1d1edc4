// Where Stripe delivers its events.
import { handleDelivery } from '@/server/http';
import { maxEventBytes, receive } from '@/server/webhooks/receive';

export const POST = handleDelivery(maxEventBytes, receive);
