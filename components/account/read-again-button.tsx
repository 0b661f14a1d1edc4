// Reads the account from Stripe now: what Stripe has, not what the bank has; free.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { usePageActions } from '@/components/actions/page-actions';
import { ApiError } from '@/components/api';
import { Button } from '@/components/ui/button';
import { notify, notifyError } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { AccountDetail } from '@/domain/account';
import { readAccountAgain } from './account-commands';
import { showAccount } from './account-queries';

/** In the head of the account page. */
export function ReadAgainButton({ account }: { account: AccountDetail }) {
  const client = useQueryClient();
  const read = useCommand({
    run: (id: string, requestKey) => readAccountAgain(id, requestKey),
    onDone: ({ account: arrived }) => {
      const isNew = arrived.version !== account.version;
      showAccount(client, arrived);
      notify({ title: isNew ? 'Read again: something is new' : 'Read again: nothing is new', tone: 'good' });
    },
    onRefused: (problem) => notifyError('The account could not be read from Stripe', new ApiError(problem)),
  });
  const { can } = account;
  const offReason = can.read.allowed ? null : can.read.reason;
  usePageActions([
    {
      id: 'read-again',
      label: 'Read again from Stripe',
      group: 'Account',
      offReason: read.isPending ? 'It is being read.' : offReason,
      run: () => read.start(account.id),
    },
  ]);
  return (
    <Button
      pending={read.isPending}
      disabledReason={offReason}
      hint="Asks Stripe, not the bank. Free."
      icon={<RotateCw aria-hidden className="size-3.5" />}
      onClick={() => read.start(account.id)}
    >
      Read again from Stripe
    </Button>
  );
}
