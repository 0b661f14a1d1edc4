// Asks Stripe to refresh data of an account.
import { RefreshCommand } from '@/domain/account-commands';
import { refreshAccount } from '@/server/commands/refresh';
import { handle } from '@/server/http';

export const POST = handle({
  allow: 'accounts:refresh',
  body: RefreshCommand,
  run: ({ id, body, intent }) => refreshAccount(id, body.features, intent),
});
