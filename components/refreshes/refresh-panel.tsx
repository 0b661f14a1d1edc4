// The three refreshes of an account: how each stands, and its button with the reason when it is off.
'use client';
import { Section } from '@/components/ui/section';
import type { AccountDetail } from '@/domain/account';
import { RefreshChoice } from './refresh-choice';
import { RefreshRow } from './refresh-row';
import { SubscriptionRow } from './subscription-row';
import { useRefreshes } from './use-refreshes';

/** Refreshes and the daily subscription. */
export function RefreshPanel({ account }: { account: AccountDetail }) {
  const refreshes = useRefreshes(account);
  return (
    <Section
      title="Refreshes"
      aside={<span className="text-faint">A refresh asks the bank and may be billed</span>}
    >
      <ul className="divide-y divide-border">
        {account.refreshes.map((state) => (
          <RefreshRow
            key={state.feature}
            account={account}
            state={state}
            refresh={refreshes[state.feature]}
          />
        ))}
        <SubscriptionRow account={account} />
      </ul>
      <RefreshChoice account={account} refreshes={refreshes} />
    </Section>
  );
}
