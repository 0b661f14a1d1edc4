// The state of a run: icon, word, colour.
import { CircleAlert, CircleCheck, CircleDashed, CircleHelp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../ui/badge';
import { Spinner } from '../ui/spinner';

const looks: Record<string, { word: string; tone: BadgeTone; icon: ReactNode }> = {
  due: { word: 'Waiting', tone: 'pending', icon: <CircleDashed aria-hidden className="size-3" /> },
  running: { word: 'Running', tone: 'pending', icon: <Spinner className="size-3" /> },
  done: { word: 'Done', tone: 'good', icon: <CircleCheck aria-hidden className="size-3" /> },
  failed: { word: 'Stopped', tone: 'bad', icon: <CircleAlert aria-hidden className="size-3" /> },
};

export function BackfillState({ state }: { state: string }) {
  const look = looks[state];
  if (!look) return <Badge icon={<CircleHelp aria-hidden className="size-3" />}>{`“${state}”`}</Badge>;
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {look.word}
    </Badge>
  );
}
