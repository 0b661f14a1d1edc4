// The columns of the audit trail.
import { CircleAlert, CircleCheck } from 'lucide-react';
import { AccountReference } from '@/components/account/account-reference';
import type { Column } from '@/components/data-table/column';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { ExactTime } from '@/components/ui/time';
import { type AuditRow, auditWords, outcomeWord, targetHref } from '@/domain/audit';
import { AuditDetail } from './audit-detail';

export const auditColumns: Column<AuditRow>[] = [
  {
    id: 'at',
    header: 'When',
    cell: (row) => <ExactTime at={row.at} className="text-quiet" />,
    width: '11rem',
    narrow: 'max-sm:col-start-1 max-sm:row-start-4 max-sm:text-xs',
  },
  {
    id: 'verb',
    header: 'What',
    cell: (row) => <VerbCell entry={row} />,
    width: '24%',
    narrow: 'max-sm:col-start-1 max-sm:row-start-1',
  },
  {
    id: 'target',
    header: 'To what',
    cell: (row) => <TargetCell entry={row} />,
    width: '22%',
    narrow: 'max-sm:col-span-2 max-sm:row-start-2',
  },
  {
    id: 'actor',
    header: 'Who',
    cell: (row) => <span className="[overflow-wrap:anywhere]">{row.actor}</span>,
    width: '8rem',
    narrow: 'max-sm:col-start-2 max-sm:row-start-4',
    narrowLabel: 'by',
  },
  {
    id: 'outcome',
    header: 'Result',
    cell: (row) => <OutcomeCell entry={row} />,
    width: '20%',
    narrow: 'max-sm:col-span-2 max-sm:row-start-3',
  },
  {
    id: 'detail',
    header: <span className="sr-only">Details</span>,
    cell: (row) => <AuditDetail entry={row} />,
    width: '6rem',
    align: 'right',
    narrow: 'max-sm:col-start-2 max-sm:row-start-1',
  },
];

function VerbCell({ entry }: { entry: AuditRow }) {
  return (
    <>
      <span className="block font-medium">{auditWords(entry.verb)}</span>
      {entry.reason ? (
        <span className="line-clamp-2 text-xs text-quiet [overflow-wrap:anywhere]" title={entry.reason}>
          “{entry.reason}”
        </span>
      ) : (
        <span className="block truncate font-mono text-xs text-faint">{entry.verb}</span>
      )}
    </>
  );
}

const targetWords: Record<string, string> = {
  account: 'Account',
  session: 'Session',
  backfill: 'Backfill',
  run: 'Run',
  event: 'Event',
  webhook_endpoint: 'Webhook endpoint',
};

function TargetCell({ entry }: { entry: AuditRow }) {
  const href = targetHref(entry);
  if (entry.account) return <AccountReference id={entry.targetId} account={entry.account} />;
  const look = 'block truncate font-mono text-xs leading-[18px]';
  return (
    <>
      {href ? (
        <Link
          href={href}
          title={entry.targetId}
          className={`${look} text-accent underline-offset-2 hover:underline`}
        >
          {entry.targetId}
        </Link>
      ) : (
        <span className={`${look} text-quiet`}>{entry.targetId}</span>
      )}
      <span className="block text-xs text-faint max-sm:hidden">
        {targetWords[entry.targetType] ?? entry.targetType}
      </span>
    </>
  );
}

function OutcomeCell({ entry }: { entry: AuditRow }) {
  const isDone = entry.outcome === 'done';
  const Icon = isDone ? CircleCheck : CircleAlert;
  return (
    <>
      <Badge tone={isDone ? 'good' : 'bad'} icon={<Icon aria-hidden className="size-3" />}>
        {outcomeWord(entry.outcome)}
      </Badge>
      {entry.stripeRequestId ? (
        <span className="block">
          <MonoId id={entry.stripeRequestId} what="Stripe request id" />
        </span>
      ) : null}
    </>
  );
}
