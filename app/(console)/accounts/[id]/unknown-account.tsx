// No account with this id is in the copy. Not Next's not-found page: that one is drawn by the browser alone, unthemed.
import { PageHeader } from '@/components/shell/page-header';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export function UnknownAccount() {
  return (
    <>
      <PageHeader title="Account not found" />
      <EmptyState
        title="This console has never seen the account"
        description="The id may be mistyped or belong to the other mode (test or live). If Stripe has the account, a backfill brings it."
      >
        <ButtonLink href="/accounts">All accounts</ButtonLink>
        <ButtonLink href="/">To the backfill</ButtonLink>
      </EmptyState>
    </>
  );
}
