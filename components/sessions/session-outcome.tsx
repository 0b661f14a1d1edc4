// Where a session stands: icon, word and colour.
import { CircleCheck, CircleHelp, CircleMinus, CircleX, Hourglass, type LucideIcon } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { outcomeOf } from './session-words';

const icons: Record<string, LucideIcon> = {
  open: Hourglass,
  succeeded: CircleCheck,
  failed: CircleX,
  cancelled: CircleMinus,
};

/** A badge for a row or a heading. */
export function SessionOutcomeBadge({ outcome }: { outcome: string }) {
  const { word, tone } = outcomeOf(outcome);
  const Icon = icons[outcome] ?? CircleHelp;
  return (
    <Badge
      tone={outcome === 'open' ? 'pending' : tone}
      icon={<Icon aria-hidden className="size-3 shrink-0" />}
    >
      {word}
    </Badge>
  );
}
