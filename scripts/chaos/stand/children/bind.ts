// A child of its own: binds the database of the environment to its Stripe account and connects the webhooks.
import { bindDatabase } from '@/server/binding';
import { connectWebhooks } from '@/server/commands/connect-webhooks';
import { db } from '@/server/db';

await bindDatabase();
const { endpointId } = await connectWebhooks('chaos');
await db.$disconnect();
process.stdout.write(`${endpointId}\n`);
process.exit(0);
