// Daily data of an account, on and off.
import { SubscriptionCommand } from '@/domain/account-commands';
import { subscribeAccount, unsubscribeAccount } from '@/server/commands/subscribe';
import { handle } from '@/server/http';

export const PUT = handle({
  allow: 'accounts:subscribe',
  body: SubscriptionCommand,
  run: ({ id, body, intent }) => subscribeAccount(id, body.features, intent),
});

export const DELETE = handle({
  allow: 'accounts:subscribe',
  body: SubscriptionCommand,
  run: ({ id, body, intent }) => unsubscribeAccount(id, body.features, intent),
});
