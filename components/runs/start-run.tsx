// Starts a run of any kind, with what each is.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { usePageActions } from '@/components/actions/page-actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/problem-note';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import { type RunKind, type RunRow, runKinds, runWords } from '@/domain/run';
import { isUnderWay, runsKey, startRun } from './run-queries';

/** `runs` are those that are shown: a kind that is under way among them is not offered. */
export function StartRun({ runs }: { runs: RunRow[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const [asked, setAsked] = useState<RunKind | null>(null);
  const client = useQueryClient();
  const command = useCommand({
    run: (kind: RunKind, requestKey) => startRun(kind, requestKey),
    onDone: (_answer, kind) => {
      setIsOpen(false);
      notify({ title: `${runWords[kind].title} asked for`, tone: 'good' });
      void client.invalidateQueries({ queryKey: runsKey() });
    },
  });
  const open = (next: boolean) => {
    if (next) command.reset();
    setIsOpen(next);
  };
  const start = (kind: RunKind) => {
    setAsked(kind);
    command.start(kind);
  };
  usePageActions([{ id: 'start-run', label: 'Start a run…', group: 'Runs', run: () => open(true) }]);
  const underWay = new Set(runs.filter(isUnderWay).map(({ kind }) => kind));
  return (
    <>
      <Button size="sm" onClick={() => open(true)} icon={<Play aria-hidden className="size-3" />}>
        Start a run
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={open}
        locked={command.isPending}
        title="Start a run"
        description="Each runs on schedule as well. Reading costs nothing, no bank is asked, and people's clicks go first."
        size="lg"
      >
        <ul className="divide-y divide-border">
          {runKinds.map((kind) => (
            <li key={kind} className="flex items-start justify-between gap-4 py-2.5 first:pt-0 last:pb-0">
              <div className="min-w-0">
                <p className="font-medium">{runWords[kind].title}</p>
                <p className="text-sm text-quiet">{runWords[kind].sentence}</p>
              </div>
              <Button
                size="sm"
                pending={command.isPending && asked === kind}
                disabledReason={
                  underWay.has(kind)
                    ? 'One of this kind is under way.'
                    : command.isPending && asked !== kind
                      ? 'Another one is being started.'
                      : null
                }
                aria-label={`Start: ${runWords[kind].title}`}
                onClick={() => start(kind)}
              >
                Start
              </Button>
            </li>
          ))}
        </ul>
        {command.problem ? <ProblemNote problem={command.problem} className="mt-3" /> : null}
      </Dialog>
    </>
  );
}
