// The three refreshes of an account as commands: a button, a key and the palette start the same one.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { refreshAccount } from '@/components/account/account-commands';
import { showAccount } from '@/components/account/account-queries';
import type { ShownProblem } from '@/components/api';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { AccountDetail } from '@/domain/account';
import { featureWords, type RefreshFeature } from '@/domain/refresh';

export interface RefreshDeed {
  start: () => void;
  isPending: boolean;
  problem: ShownProblem | null;
}

/** One for each feature. */
export function useRefreshes(account: AccountDetail): Record<RefreshFeature, RefreshDeed> {
  return {
    balance: useRefresh(account, 'balance'),
    ownership: useRefresh(account, 'ownership'),
    transactions: useRefresh(account, 'transactions'),
  };
}

function useRefresh({ id, openAction }: AccountDetail, feature: RefreshFeature): RefreshDeed {
  const client = useQueryClient();
  const { start, isPending, problem } = useCommand({
    run: (wanted: RefreshFeature, requestKey) => refreshAccount(id, [wanted], requestKey),
    isOpen: openAction !== null,
    onDone: ({ account }) => {
      showAccount(client, account);
      notify({
        title: `${featureWords[feature]}: refresh requested`,
        description: 'It shows here when it arrives.',
      });
    },
  });
  return { start: () => start(feature), isPending, problem };
}
