// The columns of the sessions list.
import { permissionWord } from '@/components/account/account-words';
import type { Column } from '@/components/data-table/column';
import { MonoId } from '@/components/ui/mono-id';
import { Time } from '@/components/ui/time';
import type { SessionRow } from '@/domain/session';
import { SessionOutcomeBadge } from './session-outcome';
import { originWords, relinkFailureSentence } from './session-words';

export const sessionColumns: Column<SessionRow>[] = [
  {
    id: 'session',
    header: 'Session',
    cell: (row) => <SessionCell session={row} />,
    width: '30%',
    narrow: 'max-sm:col-span-2 max-sm:row-start-2',
  },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: (row) => <OutcomeCell session={row} />,
    width: '18%',
    narrow: 'max-sm:col-start-1 max-sm:row-start-3',
  },
  {
    id: 'holder',
    header: 'Holder',
    cell: (row) => <HolderCell holder={row.holder} />,
    width: '20%',
    narrow: 'max-sm:col-start-1 max-sm:row-start-1',
  },
  {
    id: 'permissions',
    header: 'Permissions',
    cell: (row) => row.permissions.map(permissionWord).join(', ') || 'None',
    width: '18%',
    narrow: 'max-sm:hidden',
  },
  {
    id: 'accounts',
    header: 'Accounts',
    cell: (row) => row.accountCount.toLocaleString('en-US'),
    width: '5.5rem',
    align: 'right',
    narrow: 'max-sm:col-start-2 max-sm:row-start-3',
    narrowLabel: 'Accounts',
  },
  {
    id: 'firstSeenAt',
    header: 'First seen',
    cell: (row) => <Time at={row.firstSeenAt} className="text-quiet" />,
    width: '7rem',
    align: 'right',
    sorts: 'desc',
    narrow: 'max-sm:col-start-2 max-sm:row-start-1 max-sm:text-xs',
  },
];

function SessionCell({ session }: { session: SessionRow }) {
  return (
    <>
      {/* As high as its line, whatever its button needs: nothing else can be pressed there. */}
      <MonoId
        id={session.id}
        what="session id"
        href={`/sessions/${session.id}`}
        className="-my-0.75 align-top"
      />
      <span className="block text-xs text-faint">{originWords[session.origin] ?? `“${session.origin}”`}</span>
    </>
  );
}

function OutcomeCell({ session }: { session: SessionRow }) {
  return (
    <>
      <SessionOutcomeBadge outcome={session.outcome} />
      {session.relinkFailureReason ? (
        <span className="mt-0.5 block text-xs text-faint">
          {relinkFailureSentence(session.relinkFailureReason)}
        </span>
      ) : null}
    </>
  );
}

function HolderCell({ holder }: { holder: SessionRow['holder'] }) {
  if (!holder.id) return <span className="text-faint">Not named by Stripe</span>;
  return (
    <>
      {holder.name ? <span className="block truncate">{holder.name}</span> : null}
      <MonoId id={holder.id} what="holder id" className="-my-1 align-top" />
    </>
  );
}
