// An empty list of events: which filter empties it, or why none have come, and the next step.
'use client';
import { CircleCheck, Webhook } from 'lucide-react';
import { DropFilters } from '@/components/data-table/drop-filters';
import type { SetFilter } from '@/components/data-table/set-filter';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export function NoEvents({
  isDead,
  filters,
  onClear,
}: {
  isDead: boolean;
  filters: SetFilter[];
  onClear: () => void;
}) {
  if (filters.length > 0) {
    const title = isDead ? 'No dead letter matches' : 'No event matches';
    return <DropFilters title={title} filters={filters} onClear={onClear} />;
  }
  if (isDead) {
    return (
      <EmptyState
        icon={<CircleCheck aria-hidden className="size-6" />}
        title="No dead letters"
        description="Every event that was received is applied, under way, or left alone for a reason. One that fails eight times would stand here until somebody replays it."
      />
    );
  }
  return (
    <EmptyState
      icon={<Webhook aria-hidden className="size-6" />}
      title="No events yet"
      description="Stripe tells of each change at a linked account: by webhook within seconds, else found by a sweep."
    >
      <ButtonLink href="/activity?view=webhooks" variant="primary">
        See the webhooks
      </ButtonLink>
    </EmptyState>
  );
}
