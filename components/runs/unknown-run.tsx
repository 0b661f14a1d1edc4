// No run has this id.
import { PageHeader } from '@/components/shell/page-header';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export function UnknownRun() {
  return (
    <>
      <PageHeader title="Run not found" />
      <EmptyState
        title="This console has no run with this id"
        description="The id may be mistyped or belong to the other mode (test or live). Runs of every kind stand in one list, newest first."
      >
        <ButtonLink href="/activity?view=runs">All runs</ButtonLink>
      </EmptyState>
    </>
  );
}
