// Where an account stands: the way back to its list, and the accounts before and after it there.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { usePageActions } from '@/components/actions/page-actions';
import { useBinding } from '@/components/shell/binding-context';
import { Button, ButtonLink } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import { Tooltip } from '@/components/ui/tooltip';
import { accountQuery } from './account-queries';
import { useListSearch, useNeighbours } from './opened-from';

const hrefOf = (id: string) => `/accounts/${encodeURIComponent(id)}`;

/** Above the name of the account. */
export function AccountPlace({ id }: { id: string }) {
  const router = useRouter();
  const search = useListSearch();
  const { isKnown, previousId, nextId, whyNoPrevious, whyNoNext } = useNeighbours(id, search);
  const list = `/accounts${search ?? ''}`;
  usePageActions([
    {
      id: 'next-account',
      label: 'Next account of the list',
      group: 'Account',
      keys: 'j',
      offReason: nextId ? null : whyNoNext,
      run: () => nextId && router.push(hrefOf(nextId)),
    },
    {
      id: 'previous-account',
      label: 'Previous account of the list',
      group: 'Account',
      keys: 'k',
      offReason: previousId ? null : whyNoPrevious,
      run: () => previousId && router.push(hrefOf(previousId)),
    },
    {
      id: 'back-to-list',
      label: 'Back to the list',
      group: 'Account',
      keys: 'b',
      run: () => router.push(list),
    },
  ]);
  return (
    <nav aria-label="Place in the list" className="-ml-0.5 flex items-center gap-1">
      <Link
        href={list}
        aria-keyshortcuts="b"
        className="mr-1 rounded-sm px-0.5 text-accent underline-offset-2 hover:underline"
      >
        Accounts
      </Link>
      <Neighbour
        id={previousId}
        isKnown={isKnown}
        whyNone={whyNoPrevious}
        label="Previous account"
        shortcut="k"
      >
        <ChevronLeft aria-hidden className="size-3.5" />
        Previous
      </Neighbour>
      <Neighbour id={nextId} isKnown={isKnown} whyNone={whyNoNext} label="Next account" shortcut="j">
        Next
        <ChevronRight aria-hidden className="size-3.5" />
      </Neighbour>
    </nav>
  );
}

interface NeighbourProps {
  id: string | null;
  isKnown: boolean;
  whyNone: string;
  label: string;
  shortcut: string;
  children: ReactNode;
}

/** A link, or a button that says why it leads nowhere; of the same size, so that nothing moves. */
function Neighbour({ id, isKnown, whyNone, label, shortcut, children }: NeighbourProps) {
  if (id === null) {
    return (
      <Button
        size="xs"
        variant="ghost"
        aria-label={label}
        disabledReason={whyNone}
        // Plain until the list has answered: what leads on must not go out and light up again at each step.
        className={classNames(
          'aria-disabled:border-transparent! aria-disabled:bg-transparent!',
          !isKnown && 'text-quiet!',
        )}
      >
        {children}
      </Button>
    );
  }
  return (
    <NeighbourLink key={id} id={id} label={label} shortcut={shortcut}>
      {children}
    </NeighbourLink>
  );
}

/** Read ahead when somebody is about to go there, so that it opens at once. */
function NeighbourLink({
  id,
  label,
  shortcut,
  children,
}: Omit<NeighbourProps, 'isKnown' | 'whyNone'> & { id: string }) {
  const client = useQueryClient();
  const { clockOffsetMs } = useBinding();
  const [isWanted, setIsWanted] = useState(false);
  const want = () => {
    setIsWanted(true);
    const read = client.query(accountQuery(id, () => Date.now() + clockOffsetMs));
    // The page itself asks again and says why it fails.
    read.catch(() => undefined);
  };
  return (
    <Tooltip text={`${label} of the list (${shortcut})`}>
      <ButtonLink
        href={hrefOf(id)}
        prefetch={isWanted}
        size="xs"
        variant="ghost"
        aria-label={label}
        aria-keyshortcuts={shortcut}
        onMouseEnter={want}
        onFocus={want}
      >
        {children}
      </ButtonLink>
    </Tooltip>
  );
}
