// An empty list of sessions: which filter empties it, and the way on.
'use client';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LookUpDialog } from './look-up-dialog';
import type { SessionFilters } from './session-queries';

/** Stands in the place of the rows. */
export function NoSessions({ filters, onClear }: { filters: SessionFilters; onClear: () => void }) {
  const { outcome, origin, q } = filters;
  if (q.startsWith('fcsess_')) {
    return (
      <EmptyState
        title="This console does not know the session"
        description="Stripe has no list of sessions, but it answers for one by its id."
      >
        <LookUpDialog id={q} />
        <Button onClick={onClear}>Clear the search</Button>
      </EmptyState>
    );
  }
  if (outcome.length > 0 || origin.length > 0 || q) {
    const set = [
      q && `the search “${q}”`,
      outcome.length > 0 && 'the outcome',
      origin.length > 0 && 'the origin',
    ];
    return (
      <EmptyState
        title="No session matches"
        description={`What empties the list: ${set.filter(Boolean).join(', ')}.`}
      >
        <Button onClick={onClear}>Clear all filters</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No sessions yet"
      description="Stripe has no list of sessions: here stand those that this console made or looked up by their id."
    >
      <ButtonLink href="/sessions/new" variant="primary">
        New session
      </ButtonLink>
    </EmptyState>
  );
}
