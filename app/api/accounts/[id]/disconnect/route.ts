// Ends the access to an account, for good.
import { DisconnectCommand } from '@/domain/account-commands';
import { disconnectAccount } from '@/server/commands/disconnect';
import { handle } from '@/server/http';

export const POST = handle({
  allow: 'accounts:disconnect',
  body: DisconnectCommand,
  run: ({ id, body, intent }) => disconnectAccount(id, body.reason, intent),
});
