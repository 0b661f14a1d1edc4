// Reads an account again from Stripe, now.
import { readAccountAgain } from '@/server/commands/read';
import { handle } from '@/server/http';

export const POST = handle({ allow: 'accounts:read', run: ({ id }) => readAccountAgain(id) });
