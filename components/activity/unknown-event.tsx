// No event with this id was received.
import { PageHeader } from '@/components/shell/page-header';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export function UnknownEvent() {
  return (
    <>
      <PageHeader title="Event not found" />
      <EmptyState
        title="This console has never received the event"
        description="The id may be mistyped or belong to the other mode (test or live). A sweep brings in what Stripe kept of the last 30 days."
      >
        <ButtonLink href="/activity">All events</ButtonLink>
        <ButtonLink href="/activity?view=runs">To the sweeps</ButtonLink>
      </EmptyState>
    </>
  );
}
