// An empty list of events: which filter empties it, or why none have come, and the next step.
'use client';
import { CircleCheck, Webhook } from 'lucide-react';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { ActivitySearch } from './activity-filters';

export function NoEvents({ search, onClear }: { search: ActivitySearch; onClear: () => void }) {
  const isDead = search.view === 'dead';
  const set = [
    search.account && `the account ${search.account}`,
    !isDead && search.state.length > 0 && 'the result',
    search.type.length > 0 && 'the type',
  ].filter(Boolean);
  if (set.length > 0) {
    return (
      <EmptyState
        title={isDead ? 'No dead letter matches' : 'No event matches'}
        description={`What empties the list: ${set.join(', ')}.`}
      >
        <Button onClick={onClear}>Clear all filters</Button>
      </EmptyState>
    );
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
