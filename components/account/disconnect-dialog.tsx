// Ends the access to an account for good: says what that means, asks why, and wants the account's digits typed.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import { usePageActions } from '@/components/actions/page-actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, TextArea } from '@/components/ui/input';
import { ProblemNote } from '@/components/ui/problem-note';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { AccountDetail } from '@/domain/account';
import { disconnectAccount } from './account-commands';
import { showAccount } from './account-queries';
import { accountTitle } from './account-words';

const reasonMin = 3;
const reasonMax = 500;

/** The button in the head of the page, and the dialog that it opens. */
export function DisconnectDialog({ account }: { account: AccountDetail }) {
  const client = useQueryClient();
  const formId = useId();
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const { disconnect: verdict } = account.can;
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const word = account.last4 ?? 'DISCONNECT';
  const off = whyOff(reason.trim(), typed.trim() === word, word);
  const disconnect = useCommand({
    isOpen: account.openAction !== null,
    run: (why: string, requestKey) => disconnectAccount(account.id, why, requestKey),
    onDone: ({ account: arrived }) => {
      showAccount(client, arrived);
      change(false);
      notify({
        title: 'Disconnected',
        description: `${accountTitle(account)} is closed to Stripe for good.`,
        tone: 'good',
      });
    },
  });
  const change = (open: boolean) => {
    // The button stays where it is when it goes off, so that the focus comes back to it; off, it opens nothing.
    setIsOpen(open && verdict.allowed);
    if (open) return;
    setReason('');
    setTyped('');
    disconnect.reset();
  };
  const offReason = verdict.allowed ? null : verdict.reason;
  usePageActions([
    { id: 'disconnect', label: 'Disconnect…', group: 'Account', offReason, run: () => change(true) },
  ]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!off) disconnect.start(reason.trim());
  };
  return (
    <Dialog
      // Kept, and done meanwhile: there is nothing left to confirm.
      open={isOpen && account.status !== 'disconnected'}
      onOpenChange={change}
      locked={disconnect.isPending}
      initialFocus={reasonField}
      title={`Disconnect ${accountTitle(account)}`}
      description="This cannot be undone."
      trigger={<Button disabledReason={offReason}>Disconnect</Button>}
      footer={
        <>
          {/* Read out as the reason of the button. */}
          <span aria-hidden className="mr-auto min-w-0 text-sm text-faint max-sm:basis-full">
            {off}
          </span>
          <Button
            onClick={() => change(false)}
            disabledReason={disconnect.isPending ? 'Wait for the answer.' : null}
          >
            Keep it
          </Button>
          <Button
            variant="danger"
            type="submit"
            form={formId}
            pending={disconnect.isPending}
            disabledReason={off}
          >
            Disconnect for good
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <Consequences account={account} />
        <Field
          label="Reason"
          required
          aside={`${reason.trim().length} / ${reasonMax}`}
          hint="Kept in the audit log, for good."
          error={reason.trim().length > reasonMax ? `At most ${reasonMax} characters` : null}
        >
          <TextArea ref={reasonField} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Field label={`Type ${word} to confirm`} required>
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        {disconnect.problem ? <ProblemNote problem={disconnect.problem} /> : null}
      </form>
    </Dialog>
  );
}

function Consequences({ account }: { account: AccountDetail }) {
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
      <li>Stripe loses its access: no refresh and no daily transactions any more.</li>
      <li>A relink cannot bring it back. The customer must link the account again, as a new account.</li>
      <li>Payment methods made from it stay usable; Stripe does not switch them off.</li>
      <li>Our copy of balances, owners and transactions stays, marked with its time.</li>
      {account.siblings.length > 0 ? <li>Other accounts of the same login stay linked.</li> : null}
    </ul>
  );
}

function whyOff(reason: string, isTyped: boolean, word: string): string | null {
  if (reason.length < reasonMin) return `Give a reason of at least ${reasonMin} characters.`;
  if (reason.length > reasonMax) return `Shorten the reason to ${reasonMax} characters.`;
  return isTyped ? null : `Type ${word} to confirm.`;
}
