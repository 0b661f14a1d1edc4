// The columns of the list of runs.
import { BackfillState } from '@/components/backfills/backfill-state';
import type { Column } from '@/components/data-table/column';
import { Link } from '@/components/ui/link';
import { Time } from '@/components/ui/time';
import type { RunRow } from '@/domain/run';
import { askedText, resultText, tookText, wordsOf } from './run-words';

export const runColumns: Column<RunRow>[] = [
  {
    id: 'kind',
    header: 'Run',
    cell: (row) => <KindCell run={row} />,
    width: '14rem',
    narrow: 'max-sm:col-start-1 max-sm:row-start-1',
  },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <BackfillState state={row.state} />,
    width: '7rem',
    narrow: 'max-sm:col-start-2 max-sm:row-start-1',
  },
  {
    id: 'result',
    header: 'Result',
    cell: (row) => <ResultCell run={row} />,
    width: '46%',
    narrow: 'max-sm:col-span-2 max-sm:row-start-2',
  },
  {
    id: 'started',
    header: 'Asked for',
    cell: (row) => <Time at={row.createdAt} className="text-quiet" />,
    width: '6.5rem',
    align: 'right',
    narrow: 'max-sm:col-start-1 max-sm:row-start-3 max-sm:text-left',
  },
  {
    id: 'took',
    header: 'Took',
    cell: (row) => (
      <span className="text-quiet">{tookText(row) ?? (row.startedAt ? 'Not ended' : 'Not started')}</span>
    ),
    width: '6.5rem',
    align: 'right',
    narrow: 'max-sm:hidden',
  },
];

function KindCell({ run }: { run: RunRow }) {
  return (
    <>
      <Link
        href={`/activity/runs/${run.id}`}
        className="block font-medium underline-offset-2 hover:underline"
      >
        {wordsOf(run.kind).title}
      </Link>
      <span className="block truncate text-xs text-faint">{askedText(run.requestedBy)}</span>
    </>
  );
}

function ResultCell({ run }: { run: RunRow }) {
  const isQuiet = run.found === 0;
  return (
    <>
      <span className={isQuiet ? 'text-quiet' : 'text-text'}>{resultText(run)}</span>
      {run.failed > 0 ? (
        <span className="block text-xs text-warning">
          {run.failed.toLocaleString('en-US')} could not be read; the next run looks again
        </span>
      ) : null}
      {run.error ? (
        <span className="line-clamp-2 text-xs text-bad [overflow-wrap:anywhere]">{run.error}</span>
      ) : null}
    </>
  );
}
