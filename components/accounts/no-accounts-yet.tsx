// The copy holds no account at all: how the first ones come.
import { Landmark } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';

/** `children` are further ways on, behind the new session. */
export function NoAccountsYet({ children }: { children?: ReactNode }) {
  return (
    <EmptyState
      icon={<Landmark aria-hidden className="size-6" />}
      title="No accounts yet"
      description="An account comes when a customer finishes a session. A backfill reads those that Stripe has already."
    >
      <ButtonLink href="/sessions/new" variant="primary">
        New session
      </ButtonLink>
      {children}
    </EmptyState>
  );
}
