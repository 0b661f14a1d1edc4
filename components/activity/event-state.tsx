// The state of an event: icon, word, colour.
import { CircleAlert, CircleCheck, CircleMinus, Clock, type LucideIcon } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Spinner } from '@/components/ui/spinner';
import type { EventState as State } from '@/domain/event';
import { eventStateWords } from './event-words';

const icons: Record<Exclude<State, 'hinted'>, LucideIcon> = {
  due: Clock,
  applied: CircleCheck,
  ignored: CircleMinus,
  dead: CircleAlert,
};

export function EventState({ state }: { state: State }) {
  const { word, tone, meaning } = eventStateWords[state];
  const Icon = state === 'hinted' ? null : icons[state];
  return (
    <span title={meaning} className="inline-flex max-w-full">
      <Badge
        tone={tone}
        icon={Icon ? <Icon aria-hidden className="size-3" /> : <Spinner className="size-3" />}
      >
        {word}
      </Badge>
    </span>
  );
}
