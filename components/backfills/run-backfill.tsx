// The button that runs a backfill, with what it does and costs before it does it.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BackfillRow } from '@/domain/overview';
import { usePageActions } from '../actions/page-actions';
import { overviewKey } from '../overview/overview-queries';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ProblemNote } from '../ui/problem-note';
import { notify } from '../ui/toast';
import { useCommand } from '../use-command';
import { backfillsKey, isUnderWay, startBackfill } from './backfill-queries';

/** A run that stopped is offered to go on from where it stopped. */
export function RunBackfill({ latest, total }: { latest: BackfillRow | null; total: number }) {
  const [isOpen, setIsOpen] = useState(false);
  const client = useQueryClient();
  const resume = latest?.state === 'failed' ? latest : null;
  const command = useCommand({
    run: (input: { resume: string | null }, requestKey) => startBackfill(input.resume, requestKey),
    onDone: (_answer, input) => {
      setIsOpen(false);
      notify({ title: input.resume ? 'The backfill goes on' : 'Backfill asked for', tone: 'good' });
      void client.invalidateQueries({ queryKey: backfillsKey() });
      void client.invalidateQueries({ queryKey: overviewKey() });
    },
  });
  const open = (next: boolean) => {
    if (next) command.reset();
    setIsOpen(next);
  };
  const offReason =
    latest && isUnderWay(latest) ? 'A backfill is under way. A second one would read the same.' : null;
  usePageActions([
    {
      id: 'run-backfill',
      label: 'Run a backfill…',
      group: 'Backfill',
      offReason: command.isPending ? 'It is being asked for.' : offReason,
      run: () => open(true),
    },
  ]);
  return (
    <>
      <Button size="sm" onClick={() => open(true)} pending={command.isPending} disabledReason={offReason}>
        Run backfill
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={open}
        locked={command.isPending}
        title="Run a backfill"
        description="Reads every account that Stripe has into this copy."
        footer={
          <>
            <Button variant="ghost" onClick={() => open(false)}>
              Cancel
            </Button>
            {resume ? (
              <Button pending={command.isPending} onClick={() => command.start({ resume: resume.id })}>
                Go on from account {resume.accountsRead.toLocaleString('en-US')}
              </Button>
            ) : null}
            <Button
              variant="primary"
              pending={command.isPending}
              onClick={() => command.start({ resume: null })}
            >
              {resume ? 'Start over' : 'Run backfill'}
            </Button>
          </>
        }
      >
        <ul className="list-disc space-y-1 pl-5 text-quiet">
          <li>Reading costs nothing. No bank is asked and no refresh is started.</li>
          <li>
            {total > 0
              ? `About ${Math.ceil(total / 100).toLocaleString('en-US')} ${total > 100 ? 'requests' : 'request'} to Stripe, 100 accounts each. They count towards Stripe's rate limit.`
              : "One request to Stripe per 100 accounts. They count towards Stripe's rate limit."}
          </li>
          <li>It survives a restart: it goes on after the last page that was stored.</li>
        </ul>
        {command.problem ? <ProblemNote problem={command.problem} className="mt-3" /> : null}
      </Dialog>
    </>
  );
}
