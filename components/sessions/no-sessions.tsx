// An empty list of sessions: which filter empties it, and the way on.
'use client';
import { DropFilters } from '@/components/data-table/drop-filters';
import type { SetFilter } from '@/components/data-table/set-filter';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LookUpDialog } from './look-up-dialog';

/** Stands in the place of the rows. */
export function NoSessions({
  q,
  filters,
  onClear,
}: {
  /** What is searched for; it is one of the filters. */
  q: string;
  filters: SetFilter[];
  onClear: () => void;
}) {
  if (q.startsWith('fcsess_') && filters.length === 1) {
    return (
      <DropFilters
        title="This console does not know the session"
        description="Stripe has no list of sessions, but it answers for one by its id."
        filters={filters}
        onClear={onClear}
      >
        <LookUpDialog id={q} />
      </DropFilters>
    );
  }
  if (filters.length > 0) {
    return (
      <DropFilters title="No session matches" filters={filters} onClear={onClear}>
        {q.startsWith('fcsess_') ? <LookUpDialog id={q} /> : null}
      </DropFilters>
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
