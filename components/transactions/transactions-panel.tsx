// What moved on the account: newest first, with the sign as the bank gave it.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleHelp, CircleSlash, Clock, type LucideIcon } from 'lucide-react';
import { transactionsQuery } from '@/components/account/account-queries';
import { whyMissing } from '@/components/account/missing-words';
import { LoadMore } from '@/components/data-table/load-more';
import { MatchCount } from '@/components/data-table/match-count';
import { useBinding, useStripeTimed } from '@/components/shell/binding-context';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { ErrorState } from '@/components/ui/error-state';
import { Money } from '@/components/ui/money';
import { Section } from '@/components/ui/section';
import { SkeletonLines } from '@/components/ui/skeleton';
import { StaleNote } from '@/components/ui/stale-note';
import { DateText } from '@/components/ui/time';
import type { AccountDetail } from '@/domain/account';
import type { TransactionRow } from '@/domain/transaction';

/** Transactions of one account, a page at a time. */
export function TransactionsPanel({ account }: { account: AccountDetail }) {
  const { clockOffsetMs } = useBinding();
  const query = useInfiniteQuery(transactionsQuery(account, () => Date.now() + clockOffsetMs));
  const reason = useStripeTimed((now) => whyMissing(account, 'transactions', now));
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const total = query.data?.pages[0]?.total;
  return (
    <Section
      title="Transactions"
      // None may be none that was read: then the reason is said instead of a number.
      count={total && total.value > 0 ? <MatchCount total={total} isFiltered={false} /> : null}
    >
      <StaleNote query={query} className="mb-3" />
      {query.data ? (
        rows.length === 0 ? (
          <p className="text-sm text-quiet">{reason}</p>
        ) : (
          <Transactions rows={rows} />
        )
      ) : query.error ? (
        <ErrorState
          error={query.error}
          what="The transactions"
          onRetry={() => void query.refetch()}
          pending={query.isFetching}
        />
      ) : (
        <SkeletonLines label="Reading transactions" lines={6} />
      )}
      {total && query.hasNextPage ? (
        <LoadMore shown={rows.length} total={total} noun="transaction" query={query} />
      ) : null}
    </Section>
  );
}

function Transactions({ rows }: { rows: TransactionRow[] }) {
  return (
    <table aria-label="Transactions" className="w-full text-sm">
      <thead className="text-left text-xs text-faint">
        <tr className="border-b border-border">
          <th scope="col" className="w-24 py-1 pr-3 font-medium">
            Date
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Description
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            Amount
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-border">
        {rows.map((row) => (
          <TransactionLine key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

const statusLooks: Record<string, { word: string; tone: BadgeTone; Icon: LucideIcon }> = {
  pending: { word: 'Pending', tone: 'pending', Icon: Clock },
  void: { word: 'Void', tone: 'muted', Icon: CircleSlash },
};

/** Posted is the rule and says nothing. */
function StatusBadge({ status }: { status: string }) {
  if (status === 'posted') return null;
  const { word, tone, Icon } = statusLooks[status] ?? {
    word: `“${status}”`,
    tone: 'neutral',
    Icon: CircleHelp,
  };
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className="size-3" />}>
      {word}
    </Badge>
  );
}

function TransactionLine({ row }: { row: TransactionRow }) {
  const isIn = row.amount.amountMinor > 0;
  return (
    <tr className="align-top">
      <td className="py-1.5 pr-3 whitespace-nowrap text-quiet">
        <DateText at={row.transactedAt} />
      </td>
      <td className="py-1.5 pr-3">
        <span className="line-clamp-3 [overflow-wrap:anywhere]">{row.description}</span>{' '}
        <StatusBadge status={row.status} />
      </td>
      <td className={classNames('py-1.5 text-right', row.status === 'void' && 'text-faint line-through')}>
        <span className={isIn && row.status !== 'void' ? 'text-good' : undefined}>
          {isIn ? '+' : null}
          <Money {...row.amount} />
        </span>
      </td>
    </tr>
  );
}
