// Reads a session from Stripe now: the only way to learn in GA versions that it is over.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { usePageActions } from '@/components/actions/page-actions';
import { ApiError } from '@/components/api';
import { Button } from '@/components/ui/button';
import { copyAndSay } from '@/components/ui/copy-text';
import { notify, notifyError } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { SessionDetail } from '@/domain/session';
import { newerOf } from '@/domain/version';
import { lookUpSession, sessionKey } from './session-queries';

/** In the head of a session's page. */
export function ReadSessionButton({ session }: { session: SessionDetail }) {
  const client = useQueryClient();
  const read = useCommand({
    run: (id: string, requestKey) => lookUpSession(id, requestKey),
    onDone: ({ session: arrived }) => {
      client.setQueryData<SessionDetail>(sessionKey(session.id), (shown) => newerOf(shown, arrived));
      for (const queryKey of [['sessions'], ['relinks'], ['account']])
        void client.invalidateQueries({ queryKey });
      const isNew =
        arrived.outcome !== session.outcome || arrived.accounts.length !== session.accounts.length;
      notify({ title: isNew ? 'Read again: something is new' : 'Read again: nothing is new', tone: 'good' });
    },
    onRefused: (problem) => notifyError('The session could not be read from Stripe', new ApiError(problem)),
  });
  usePageActions([
    {
      id: 'read-again',
      label: 'Read again from Stripe',
      group: 'Session',
      offReason: read.isPending ? 'It is being read.' : null,
      run: () => read.start(session.id),
    },
    {
      id: 'copy-session-id',
      label: 'Copy session id',
      group: 'Session',
      run: () => void copyAndSay(session.id, 'Session id'),
    },
  ]);
  return (
    <Button
      pending={read.isPending}
      hint="Asks Stripe for this session. Free."
      icon={<RotateCw aria-hidden className="size-3.5" />}
      onClick={() => read.start(session.id)}
    >
      Read again from Stripe
    </Button>
  );
}
