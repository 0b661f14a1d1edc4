// How the balance went, as a chart that is loaded when it comes into sight, with its figures behind it.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ToggleChip } from '@/components/relinks/toggle-chip';
import { fetched } from '@/components/ui/fetched';
import type { AccountDetail } from '@/domain/account';
import { type BalanceHistory, mostBalancePoints } from '@/domain/balance-history';
import { BalanceHistoryFigures } from './balance-history-figures';
import { balanceHistoryQuery } from './history-queries';
import { ChartSpace, ChartWords, HistorySection, useSpan } from './history-section';
import { useSeen } from './use-seen';

const BalanceHistoryChart = fetched(
  () => import('./balance-history-chart').then((module) => module.BalanceHistoryChart),
  <ChartSpace />,
);

/** Nothing is read or loaded before it is in sight; the section stays the same one when it is. */
export function BalanceHistoryPanel({ account }: { account: AccountDetail }) {
  const frame = useRef<HTMLDivElement>(null);
  const span = useSpan();
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useQuery({
    ...balanceHistoryQuery(account.id, chosen, span.from),
    placeholderData: keepPreviousData,
    enabled: useSeen(frame),
  });
  const history = query.data;
  // Those of the present balance stand there from the first paint on.
  const currencies = history?.currencies ?? account.balance?.amounts.map(({ currency }) => currency) ?? [];
  const shown = history?.currency ?? chosen ?? currencies[0];
  const choices = currencies.map((currency) => (
    <ToggleChip key={currency} isOn={currency === shown} onChange={() => setChosen(currency)}>
      {currency.toUpperCase()}
    </ToggleChip>
  ));
  return (
    <div ref={frame}>
      <HistorySection
        title="Balance history"
        what="the balance history"
        span={span}
        choices={choices.length > 1 ? choices : null}
        query={query}
        height="min-h-44"
        chart={history ? <Chart history={history} account={account} isAll={span.days === null} /> : null}
        note={history ? <Note history={history} /> : null}
        figures={history && history.points.length > 0 ? <BalanceHistoryFigures history={history} /> : null}
      />
    </div>
  );
}

interface ChartProps {
  history: BalanceHistory;
  account: AccountDetail;
  isAll: boolean;
}

function Chart({ history, account, isAll }: ChartProps) {
  if (history.points.length > 1) return <BalanceHistoryChart history={history} />;
  return (
    <div className="h-44 py-2">
      <ChartWords>{whyNoLine(history, account, isAll)}</ChartWords>
    </div>
  );
}

function whyNoLine({ points }: BalanceHistory, account: AccountDetail, isAll: boolean): string {
  if (points.length === 1 && isAll)
    return 'One balance was seen so far: a line needs two. Each refresh adds one.';
  if (points.length === 1) return 'One balance was seen in this time: a line needs two.';
  if (!isAll) return 'No balance was seen in this time. A longer one may hold some.';
  return account.can.refresh.balance.allowed
    ? 'No balance was ever seen. A refresh of the balance asks the bank for one.'
    : 'No balance was ever seen.';
}

function Note({ history: { points, isDaily } }: { history: BalanceHistory }) {
  if (points.length === 0) return null;
  return (
    <p>
      {points.length.toLocaleString('en-US')} {points.length === 1 ? 'balance' : 'balances'}, each by the
      bank's own time
      {isDaily
        ? `; more than ${mostBalancePoints} were seen, so the last of each day stands for the day`
        : ''}
    </p>
  );
}
