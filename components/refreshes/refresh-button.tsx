// The button that starts one refresh, with the reason when it is off; the page's keys and palette offer the same.
'use client';
import { usePageActions } from '@/components/actions/page-actions';
import { useStripeTimed } from '@/components/shell/binding-context';
import { Button } from '@/components/ui/button';
import type { AccountDetail } from '@/domain/account';
import { featureWords, type RefreshState, refreshKind } from '@/domain/refresh';
import { useOffReason } from './off-reason';
import type { RefreshDeed } from './use-refreshes';

interface RefreshButtonProps {
  account: AccountDetail;
  state: RefreshState;
  refresh: RefreshDeed;
}

/** A part of its own: its countdown ticks without the row. */
export function RefreshButton({ account, state, refresh }: RefreshButtonProps) {
  const { feature } = state;
  const offReason = useOffReason(account, feature);
  // One that Stripe never answered is not under way: its button says so and does not turn for ever.
  const isRunning = useStripeTimed((now) => refreshKind(state, now) === 'pending');
  const label = `Refresh ${featureWords[feature].toLowerCase()}`;
  usePageActions([
    {
      id: `refresh-${feature}`,
      label,
      group: 'Account',
      offReason: refresh.isPending ? 'It is being requested.' : offReason,
      run: refresh.start,
    },
  ]);
  return (
    <Button
      size="sm"
      className="col-start-2 row-start-1 justify-self-end sm:col-start-3"
      pending={refresh.isPending || isRunning}
      disabledReason={offReason}
      hint="Asks the bank through Stripe. May be billed."
      onClick={refresh.start}
      aria-label={label}
    >
      Refresh
    </Button>
  );
}
