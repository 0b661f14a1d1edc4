// The three refreshes of an account: how each stands, and its button with the reason when it is off.
'use client';
import { Section } from '@/components/ui/section';
import type { AccountDetail } from '@/domain/account';
import { refreshFeatures } from '@/domain/refresh';
import { RefreshRow } from './refresh-row';
import { SubscriptionRow } from './subscription-row';

/** Refreshes and the daily subscription. */
export function RefreshPanel({ account }: { account: AccountDetail }) {
  return (
    <Section
      title="Refreshes"
      aside={<span className="text-faint">A refresh asks the bank and may be billed</span>}
    >
      <ul className="divide-y divide-border">
        {refreshFeatures.map((feature) => (
          <RefreshRow key={feature} account={account} feature={feature} />
        ))}
        <SubscriptionRow account={account} />
      </ul>
    </Section>
  );
}
