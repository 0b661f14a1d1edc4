// A session's address that leads nowhere yet: asking Stripe for its id may bring it.
import { PageHeader } from '@/components/shell/page-header';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LookUpDialog } from './look-up-dialog';

/** Offers to look up the id of the address. */
export function UnknownSession({ id }: { id: string }) {
  return (
    <>
      <PageHeader title="Session not found" />
      <EmptyState
        title="This console does not know the session"
        description="It was neither made here nor looked up. Stripe has no list of sessions, but it answers for one by its id."
      >
        <LookUpDialog id={id} />
        <ButtonLink href="/sessions">All sessions</ButtonLink>
      </EmptyState>
    </>
  );
}
