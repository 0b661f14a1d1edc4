// Applies an event once more: at once where it was given up, after a question where it was settled already.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '@/components/api';
import { Button } from '@/components/ui/button';
import type { ButtonSize } from '@/components/ui/button-look';
import { Dialog } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/problem-note';
import { notify, notifyError } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import { type EventRow, eventWords } from '@/domain/event';
import { eventKey, eventsKey, replayEvent } from './activity-queries';

export function ReplayButton({ event, size = 'md' }: { event: EventRow; size?: ButtonSize }) {
  const [isOpen, setIsOpen] = useState(false);
  const client = useQueryClient();
  const replay = useCommand({
    run: (id: string, requestKey) => replayEvent(id, requestKey),
    onDone: (arrived) => {
      setIsOpen(false);
      client.setQueryData(eventKey(arrived.id), arrived);
      void client.invalidateQueries({ queryKey: eventsKey() });
      notify({ title: 'It is being applied again', tone: 'good' });
    },
    onRefused: (problem) => {
      if (!isOpen) notifyError('The event could not be replayed', new ApiError(problem));
    },
  });
  const isSettled = event.state === 'applied' || event.state === 'ignored';
  const start = () => replay.start(event.id);
  const ask = () => {
    replay.reset();
    setIsOpen(true);
  };
  return (
    <>
      <Button
        size={size}
        pending={replay.isPending}
        disabledReason={event.state === 'hinted' ? 'It is under way: its account is being read.' : null}
        hint="Free. Nothing older than what is shown is let in."
        icon={<RotateCcw aria-hidden className="size-3.5" />}
        onClick={isSettled ? ask : start}
        aria-label={`${event.state === 'due' ? 'Try now' : 'Replay'}: ${eventWords(event.type)}, ${event.id}`}
      >
        {event.state === 'due' ? 'Try now' : 'Replay'}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        locked={replay.isPending}
        title="Replay this event?"
        description={
          event.state === 'applied'
            ? 'It was applied already. Applied again it changes nothing unless the copy is older than it.'
            : 'It was left alone. It is looked at again, by the rules of this version of Relink.'
        }
        footer={
          <>
            <Button variant="ghost" onClick={() => setIsOpen(false)}>
              Cancel
            </Button>
            <Button variant="primary" pending={replay.isPending} onClick={start}>
              Replay
            </Button>
          </>
        }
      >
        <ul className="list-disc space-y-1 pl-5 text-quiet">
          <li>Where it does not prove what is true now, its account is read from Stripe. That is free.</li>
          <li>The replay is kept in the audit trail under your name.</li>
        </ul>
        {replay.problem ? <ProblemNote problem={replay.problem} className="mt-3" /> : null}
      </Dialog>
    </>
  );
}
