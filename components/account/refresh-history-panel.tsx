// How the refreshes went, as a strip per feature that is loaded when it comes into sight, with its figures behind it.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useBinding } from '@/components/shell/binding-context';
import { fetched } from '@/components/ui/fetched';
import type { AccountDetail } from '@/domain/account';
import type { RefreshKind } from '@/domain/refresh';
import { mostRefreshTries, type RefreshHistory, tryKind } from '@/domain/refresh-history';
import { refreshHistoryQuery } from './history-queries';
import { ChartSpace, ChartWords, HistorySection, useSpan } from './history-section';
import { RefreshHistoryFigures } from './refresh-history-figures';
import { RefreshMarkIcon, refreshMarks } from './refresh-marks';
import { useSeen } from './use-seen';

const RefreshHistoryChart = fetched(
  () => import('./refresh-history-chart').then((module) => module.RefreshHistoryChart),
  <ChartSpace />,
);

/** Nothing is read or loaded before it is in sight; the section stays the same one when it is. */
export function RefreshHistoryPanel({ account }: { account: AccountDetail }) {
  const frame = useRef<HTMLDivElement>(null);
  const span = useSpan();
  const query = useQuery({
    ...refreshHistoryQuery(account.id, span.from),
    placeholderData: keepPreviousData,
    enabled: useSeen(frame),
  });
  const history = query.data;
  return (
    <div ref={frame}>
      <HistorySection
        title="Refresh history"
        what="the refresh history"
        span={span}
        query={query}
        height="min-h-32"
        chart={history ? <Chart history={history} from={span.from} /> : null}
        note={history ? <Note history={history} /> : null}
        figures={history && history.tries.length > 0 ? <RefreshHistoryFigures history={history} /> : null}
      />
    </div>
  );
}

function Chart({ history, from }: { history: RefreshHistory; from: string | null }) {
  if (history.tries.length > 0) return <RefreshHistoryChart history={history} from={from} />;
  return (
    <div className="h-32 py-2">
      <ChartWords>
        {from === null
          ? 'No refresh was ever seen.'
          : 'No refresh was seen in this time. A longer one may hold some.'}
      </ChartWords>
    </div>
  );
}

/** The legend with its counts: each state by its shape, its colour and its word. */
function Note({ history: { tries, isCut } }: { history: RefreshHistory }) {
  const { clockOffsetMs } = useBinding();
  if (tries.length === 0) return null;
  const counts = new Map<RefreshKind, number>();
  const now = Date.now() + clockOffsetMs;
  for (const attempt of tries) {
    const kind = tryKind(attempt, now);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return (
    <ul className="flex flex-wrap gap-x-3">
      {[...counts].map(([kind, count]) => (
        <li key={kind} className="inline-flex items-center gap-1">
          <RefreshMarkIcon kind={kind} />
          {count.toLocaleString('en-US')} {refreshMarks[kind].word.toLowerCase()}
        </li>
      ))}
      {isCut ? <li>the newest {mostRefreshTries} only</li> : null}
    </ul>
  );
}
