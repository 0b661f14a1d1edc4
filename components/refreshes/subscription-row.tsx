// Daily transactions on or off.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/problem-note';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { AccountDetail } from '@/domain/account';
import { setSubscription } from '@/components/account/account-commands';
import { showAccount } from '@/components/account/account-queries';

/** The last row of the refresh panel. */
export function SubscriptionRow({ account }: { account: AccountDetail }) {
  const client = useQueryClient();
  const isOn = account.subscriptions.includes('transactions');
  const verdict = isOn ? account.can.unsubscribe : account.can.subscribe;
  const subscription = useCommand({
    run: (wanted: boolean, requestKey) => setSubscription(account.id, wanted, requestKey),
    onDone: ({ account: arrived }, wanted) => {
      showAccount(client, arrived);
      notify({ title: wanted ? 'Daily transactions are on' : 'Daily transactions are off', tone: 'good' });
    },
  });
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[6.5rem_minmax(0,1fr)_auto]">
      <h3 className="text-sm font-medium sm:pt-1">Subscription</h3>
      <div className="col-start-1 row-start-2 min-w-0 text-sm sm:col-start-2 sm:row-start-1 sm:pt-1">
        {isOn ? 'On: Stripe refreshes the transactions once a day' : 'Off: transactions come only when asked for'}
        <span className="block text-xs text-faint">{others(account.subscriptions)}</span>
        {subscription.problem ? <ProblemNote problem={subscription.problem} className="mt-1.5" /> : null}
      </div>
      <div className="col-start-2 row-span-2 row-start-1 sm:col-start-3">
        <Button
          size="sm"
          pending={subscription.isPending}
          disabledReason={verdict.allowed ? null : verdict.reason}
          hint={
            isOn
              ? 'No more daily refreshes. What was fetched stays.'
              : 'Starts a refresh now, then one a day. Each may be billed.'
          }
          onClick={() => subscription.start(!isOn)}
        >
          {isOn ? 'Unsubscribe' : 'Subscribe'}
        </Button>
      </div>
    </li>
  );
}

/** Preview versions of Stripe know further subscriptions; they are shown, not handled. */
function others(subscriptions: string[]): string | null {
  const rest = subscriptions.filter((word) => word !== 'transactions');
  return rest.length > 0 ? `Also subscribed at Stripe: ${rest.join(', ')}` : null;
}
