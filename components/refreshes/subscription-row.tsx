// Daily transactions on or off.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { setSubscription } from '@/components/account/account-commands';
import { showAccount } from '@/components/account/account-queries';
import { usePageActions } from '@/components/actions/page-actions';
import { Button } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/problem-note';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { AccountDetail } from '@/domain/account';

/** The last row of the refresh panel. */
export function SubscriptionRow({ account }: { account: AccountDetail }) {
  const client = useQueryClient();
  const isOn = account.subscriptions.includes('transactions');
  const verdict = isOn ? account.can.unsubscribe : account.can.subscribe;
  const subscription = useCommand({
    run: (wanted: boolean, requestKey) => setSubscription(account.id, wanted, requestKey),
    isOpen: account.openAction !== null,
    onDone: ({ account: arrived }, wanted) => {
      showAccount(client, arrived);
      notify({ title: wanted ? 'Daily transactions are on' : 'Daily transactions are off', tone: 'good' });
    },
  });
  const offReason = verdict.allowed ? null : verdict.reason;
  usePageActions([
    {
      id: 'subscription',
      label: isOn ? 'Unsubscribe from daily transactions' : 'Subscribe to daily transactions (may be billed)',
      group: 'Account',
      offReason: subscription.isPending ? 'It is under way.' : offReason,
      run: () => subscription.start(!isOn),
    },
  ]);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 text-sm">
        <h3 className="font-medium">Daily transactions</h3>
        <p className="text-quiet">
          {isOn
            ? 'Subscribed: Stripe refreshes them once a day'
            : 'Not subscribed: they come only when asked for'}
        </p>
        {offReason ? <p className="text-xs text-faint">{offReason}</p> : null}
        <Others subscriptions={account.subscriptions} />
      </div>
      <Button
        size="sm"
        pending={subscription.isPending}
        disabledReason={offReason}
        hint={
          isOn
            ? 'No more daily refreshes. What was fetched stays.'
            : 'Starts a refresh now, then one a day. Each may be billed.'
        }
        onClick={() => subscription.start(!isOn)}
      >
        {isOn ? 'Unsubscribe' : 'Subscribe'}
      </Button>
      {subscription.problem ? <ProblemNote problem={subscription.problem} className="col-span-full" /> : null}
    </li>
  );
}

/** Preview versions of Stripe know further subscriptions; they are shown, not handled. */
function Others({ subscriptions }: { subscriptions: string[] }) {
  const rest = subscriptions.filter((word) => word !== 'transactions');
  return rest.length > 0 ? (
    <p className="text-xs text-faint">
      Also subscribed at Stripe: {rest.map((word) => `“${word}”`).join(', ')}
    </p>
  ) : null;
}
