// Who the bank says owns the account; contact data is masked on the server.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useStripeTimed } from '@/components/shell/binding-context';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { SkeletonLines } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import type { AccountDetail, OwnerRow } from '@/domain/account';
import { ownersQuery } from './account-queries';
import { whyMissing } from './missing-words';

/** Owners of one account. */
export function OwnersPanel({ account }: { account: AccountDetail }) {
  const { data, error, refetch, isFetching } = useQuery(ownersQuery(account));
  const reason = useStripeTimed((now) => whyMissing(account, 'ownership', now));
  const aside = data?.readAt ? (
    <span className="text-faint">
      E-mail, phone and address masked · read <Time at={data.readAt} />
    </span>
  ) : null;
  return (
    <Section title="Owners" aside={aside}>
      {data ? (
        <Owners
          owners={data.data}
          missing={
            account.ownershipId && !data.readAt
              ? 'Stripe has owners for this account; they have not been read yet.'
              : reason
          }
        />
      ) : error ? (
        <ErrorState error={error} what="The owners" onRetry={() => void refetch()} pending={isFetching} />
      ) : (
        <SkeletonLines label="Reading owners" />
      )}
    </Section>
  );
}

function Owners({ owners, missing }: { owners: OwnerRow[]; missing: string }) {
  if (owners.length === 0) return <p className="text-sm text-quiet">{missing}</p>;
  return (
    <ul className="divide-y divide-border">
      {owners.map((owner) => (
        <li key={owner.id} className="py-1.5 text-sm first:pt-0">
          <p className="line-clamp-3 font-medium [overflow-wrap:anywhere]">{owner.name}</p>
          <dl className="flex flex-wrap gap-x-4 text-quiet">
            <Contact name="E-mail" value={owner.email} />
            <Contact name="Phone" value={owner.phone} />
            <Contact name="Address" value={owner.address} />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Contact({ name, value }: { name: string; value: string | null }) {
  return (
    <div className="flex min-w-0 gap-1">
      <dt className="text-faint">{name}</dt>
      <dd className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]">{value ?? 'not given'}</dd>
    </div>
  );
}
