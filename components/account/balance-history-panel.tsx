// How the balance went, as a chart that is loaded when it comes into sight, with its figures behind it.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import { ToggleChip } from '@/components/relinks/toggle-chip';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import type { AccountDetail } from '@/domain/account';
import { type BalanceHistory, mostBalancePoints } from '@/domain/balance-history';
import { HistoryFigures } from './history-figures';
import { balanceHistoryQuery } from './history-queries';

const HistoryChart = dynamic(() => import('./history-chart').then((module) => module.HistoryChart), {
  ssr: false,
  loading: () => <ChartSpace />,
});

const spans = [
  ['30 d', 30],
  ['1 y', 365],
  ['All', null],
] as const;

/** Nothing is read or loaded before it is in sight; the section stays the same one when it is. */
export function HistoryPanel({ account }: { account: AccountDetail }) {
  const frame = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(frame);
  return (
    <div ref={frame}>
      <HistorySection account={account} isSeen={isSeen} />
    </div>
  );
}

function useSeen(frame: React.RefObject<HTMLElement | null>): boolean {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    if (isSeen || !frame.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsSeen(true);
      },
      { rootMargin: '200px' },
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [isSeen, frame]);
  return isSeen;
}

function HistorySection({ account, isSeen }: { account: AccountDetail; isSeen: boolean }) {
  const [days, setDays] = useState<number | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [openedAt] = useState(() => Date.now());
  const from = days === null ? null : new Date(openedAt - days * 86_400_000).toISOString();
  const query = useQuery({
    ...balanceHistoryQuery(account.id, chosen, from),
    placeholderData: keepPreviousData,
    enabled: isSeen,
  });
  const history = query.data;
  return (
    <Section
      title="Balance history"
      aside={
        <span className="flex flex-wrap gap-1">
          {history && history.currencies.length > 1
            ? history.currencies.map((currency) => (
                <ToggleChip
                  key={currency}
                  isOn={currency === history.currency}
                  onChange={() => setChosen(currency)}
                >
                  {currency.toUpperCase()}
                </ToggleChip>
              ))
            : null}
          {spans.map(([word, span]) => (
            <ToggleChip key={word} isOn={span === days} onChange={() => setDays(span)}>
              {word}
            </ToggleChip>
          ))}
        </span>
      }
    >
      {history ? (
        <History history={history} isAll={days === null} />
      ) : query.error ? (
        <ErrorState
          error={query.error}
          what="The balance history"
          onRetry={() => void query.refetch()}
          pending={query.isFetching}
          className="py-6"
        />
      ) : (
        <ChartSpace />
      )}
    </Section>
  );
}

function History({ history, isAll }: { history: BalanceHistory; isAll: boolean }) {
  const [areFiguresShown, setAreFiguresShown] = useState(false);
  const { points, isDaily } = history;
  const figuresId = 'balance-figures';
  if (points.length === 0) {
    return (
      <p className="text-sm text-quiet">
        {isAll
          ? 'No balance was ever seen. A refresh of the balance asks the bank for one.'
          : 'No balance was seen in this time. A longer one may hold some.'}
      </p>
    );
  }
  return (
    <>
      {points.length < 2 ? (
        <p className="text-sm text-quiet">
          One balance was seen so far: a line needs two. Each refresh adds one.
        </p>
      ) : (
        <HistoryChart history={history} />
      )}
      <div className="mt-1.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <p className="text-xs text-faint">
          {points.length.toLocaleString('en-US')} {points.length === 1 ? 'balance' : 'balances'}, each by the
          bank's own time
          {isDaily
            ? `; more than ${mostBalancePoints} were seen, so the last of each day stands for the day`
            : ''}
        </p>
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={areFiguresShown}
          aria-controls={areFiguresShown ? figuresId : undefined}
          onClick={() => setAreFiguresShown(!areFiguresShown)}
        >
          {areFiguresShown ? 'Hide figures' : 'Show figures'}
        </Button>
      </div>
      {areFiguresShown ? (
        <div id={figuresId}>
          <HistoryFigures history={history} />
        </div>
      ) : null}
    </>
  );
}

/** As high as the chart, so that nothing moves when it comes. */
function ChartSpace() {
  return (
    <div role="status" className="flex h-44 items-end gap-2 pb-6">
      <span className="sr-only">Reading the balance history…</span>
      <Skeleton className="h-px w-full" />
    </div>
  );
}
