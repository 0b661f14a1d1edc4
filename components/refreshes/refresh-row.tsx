// One refresh: state, last success, last try, when the next is allowed, and the button that starts it.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { RefreshStateText } from '@/components/accounts/refresh-state';
import { useStripeTimed } from '@/components/shell/binding-context';
import { Button } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/problem-note';
import { Time } from '@/components/ui/time';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { AccountDetail } from '@/domain/account';
import { type AccountFacts, canRefresh } from '@/domain/account-actions';
import type { RefreshFeature, RefreshState } from '@/domain/refresh';
import { relativeTime } from '@/domain/time';
import { refreshAccount } from '@/components/account/account-commands';
import { showAccount } from '@/components/account/account-queries';
import { featureNames } from '@/components/account/account-words';

interface RefreshRowProps {
  account: AccountDetail;
  feature: RefreshFeature;
}

/** A row of the refresh panel. */
export function RefreshRow({ account, feature }: RefreshRowProps) {
  const client = useQueryClient();
  const offReason = useOffReason(account, feature);
  const refresh = useCommand({
    run: (wanted: RefreshFeature, requestKey) => refreshAccount(account.id, [wanted], requestKey),
    onDone: ({ account: arrived }) => {
      showAccount(client, arrived);
      notify({ title: `${featureNames[feature]}: refresh requested`, description: 'It shows here when it arrives.' });
    },
  });
  const state = account.refreshes.find((each) => each.feature === feature);
  if (!state) return null;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[6.5rem_minmax(0,1fr)_auto]">
      <h3 className="text-sm font-medium sm:pt-1">{featureNames[feature]}</h3>
      <div className="col-start-1 row-start-2 min-w-0 text-sm sm:col-start-2 sm:row-start-1 sm:pt-1">
        <RefreshStateText state={state} />
        <Facts account={account} state={state} />
        {refresh.problem ? <ProblemNote problem={refresh.problem} className="mt-1.5" /> : null}
      </div>
      <div className="col-start-2 row-span-2 row-start-1 sm:col-start-3">
        <Button
          size="sm"
          pending={refresh.isPending || state.status === 'pending'}
          disabledReason={offReason}
          hint="Asks the bank through Stripe. May be billed."
          onClick={() => refresh.start(feature)}
          aria-label={`Refresh ${featureNames[feature].toLowerCase()}`}
        >
          Refresh
        </Button>
      </div>
    </li>
  );
}

/** Why the button is off right now, with a countdown where only time is in the way; null when it is on. */
function useOffReason(account: AccountDetail, feature: RefreshFeature): string | null {
  return useStripeTimed((now) => {
    const verdict = canRefresh(factsOf(account), feature, now);
    if (verdict.allowed) return null;
    return verdict.availableAt ? `Stripe allows the next refresh ${relativeTime(verdict.availableAt, now)}.` : verdict.reason;
  });
}

function factsOf(account: AccountDetail): AccountFacts {
  const stateOf = (feature: RefreshFeature) => {
    const state = account.refreshes.find((each) => each.feature === feature);
    return { status: state?.status ?? null, nextAt: state?.nextAt ? Date.parse(state.nextAt) : null };
  };
  return {
    status: account.status,
    cause: account.cause,
    action: account.action,
    expectedDeactivationAt: account.expectedDeactivationAt ? Date.parse(account.expectedDeactivationAt) : null,
    permissions: account.permissions,
    subscriptions: account.subscriptions,
    refreshes: {
      balance: stateOf('balance'),
      ownership: stateOf('ownership'),
      transactions: stateOf('transactions'),
    },
    openRelinkSessionId: null,
  };
}

function Facts({ account, state }: { account: AccountDetail; state: RefreshState }) {
  if (!state.status) return null;
  return (
    <div className="flex flex-wrap gap-x-3 text-xs text-faint">
      <span>{state.succeededAt ? <>Last success <Time at={state.succeededAt} /></> : 'No success seen yet'}</span>
      {state.attemptedAt ? <span>Last try <Time at={state.attemptedAt} /></span> : null}
      <NextAllowed state={state} />
      {state.status === 'failed' ? <Kept account={account} feature={state.feature} /> : null}
    </div>
  );
}

function NextAllowed({ state }: { state: RefreshState }) {
  const text = useStripeTimed((now) => {
    if (!state.nextAt) return null;
    return Date.parse(state.nextAt) > now ? `Next allowed ${relativeTime(state.nextAt, now)}` : 'Next allowed now';
  });
  return text ? <span>{text}</span> : null;
}

/** A failed refresh takes nothing away: what is still shown, and of when. */
function Kept({ account, feature }: RefreshRowProps) {
  if (feature === 'balance' && account.balance) {
    return (
      <span>
        The figures of <Time at={account.balance.asOf} /> stay
      </span>
    );
  }
  return null;
}
