// The button that makes a relink session, and what stands in its place while one is open.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePageActions } from '@/components/actions/page-actions';
import { useBinding } from '@/components/shell/binding-context';
import { Button } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/problem-note';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { Verdict } from '@/domain/account-actions';
import { OpenRelink } from './open-relink';
import { createRelink } from './relink-queries';

interface MakeRelinkProps {
  accountId: string;
  can: Verdict;
  /** The session that is open already, where the list knows it. */
  openSessionId?: string | null;
  variant?: 'primary' | 'secondary';
  /** Names the account for screen readers where several such buttons stand in a list. */
  label?: string;
  /** The page is about this account: its keys and palette offer it too. */
  isPageAction?: boolean;
}

/** One press makes one session; where one is open already it is shown instead of a second one. */
export function MakeRelink({
  accountId,
  can,
  openSessionId = null,
  variant = 'secondary',
  label,
  isPageAction = false,
}: MakeRelinkProps) {
  const client = useQueryClient();
  const { apiVersion } = useBinding();
  const [openId, setOpenId] = useState<string | null>(null);
  // What was just made is shown from here until the lists tell it themselves.
  const show = async (sessionId: string) => {
    setOpenId(sessionId);
    const keys = [['relinks'], ['sessions'], ['account', accountId]];
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    setOpenId(null);
  };
  const relink = useCommand({
    run: (id: string, requestKey) => createRelink(id, requestKey),
    onDone: ({ session }) => {
      notify({
        title: 'Relink session made',
        description: `${session.id} is ready for the customer.`,
        tone: 'good',
      });
      void show(session.id);
    },
    onRefused: (problem) => {
      if (problem.sessionId) void show(problem.sessionId);
    },
  });
  const sessionId = openId ?? openSessionId ?? (can.allowed ? null : (can.sessionId ?? null));
  const offReason = can.allowed ? null : can.reason;
  usePageActions(
    isPageAction
      ? [
          {
            id: 'make-relink',
            label: 'Make a relink session',
            group: 'Account',
            offReason: whyNotNow(relink.isPending, sessionId) ?? offReason,
            run: () => relink.start(accountId),
          },
        ]
      : [],
  );
  if (sessionId) return <OpenRelink sessionId={sessionId} takesFocus={sessionId === openId} />;
  const { problem } = relink;
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        variant={variant}
        pending={relink.isPending}
        disabledReason={offReason}
        hint={apiVersion.endsWith('.preview') ? undefined : plainSession}
        onClick={() => relink.start(accountId)}
        aria-label={label ? `Make relink session for ${label}` : undefined}
      >
        Make relink session
      </Button>
      {problem && !problem.sessionId ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}

const plainSession =
  'This version of the API has no relink: a new session is made, and the customer links the account again.';

function whyNotNow(isPending: boolean, sessionId: string | null): string | null {
  if (sessionId) return `A relink session is already open: ${sessionId}.`;
  return isPending ? 'It is being made.' : null;
}
