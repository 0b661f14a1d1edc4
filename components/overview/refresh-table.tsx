// How the last refresh of each kind ended, over all accounts; failures stand out, each count leads to its accounts.
import { CircleAlert } from 'lucide-react';
import { Link } from '@/components/ui/link';
import type { Overview } from '@/domain/overview';
import { featureWords, type RefreshFeature, refreshFeatures } from '@/domain/refresh';
import { searchText } from '../api';
import { classNames } from '../ui/class-names';
import { Section } from '../ui/section';
import { cellLook, headLook } from './table-look';

interface Column {
  word: string;
  /** As counted by the overview. */
  status: string | null;
  /** As the list of accounts filters by it. */
  filters: string[];
  look?: string;
}

const columns: Column[] = [
  { word: 'Failed', status: 'failed', filters: ['failed'], look: 'text-bad' },
  { word: 'No answer', status: 'no_answer', filters: ['no_answer'], look: 'text-warning' },
  { word: 'Refreshing', status: 'pending', filters: ['pending'], look: 'text-pending' },
  { word: 'Succeeded', status: 'succeeded', filters: ['succeeded'] },
  { word: 'Never, or not permitted', status: null, filters: ['never', 'not_permitted'] },
];

export function RefreshTable({ overview }: { overview: Overview }) {
  return (
    <Section title="Refreshes">
      <div className="relative overflow-x-auto">
        <table
          className="w-full min-w-[30rem] text-sm"
          aria-label="Last refresh of each kind, by how it ended"
        >
          <thead>
            <tr>
              <th scope="col" className={`${headLook} text-left`}>
                Data
              </th>
              {[...columns, ...unknownColumns(overview)].map(({ word }) => (
                <th key={word} scope="col" className={`${headLook} text-right`}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {refreshFeatures.map((feature) => (
              <tr key={feature}>
                <th scope="row" className={`${cellLook} text-left font-normal`}>
                  {featureWords[feature]}
                </th>
                {[...columns, ...unknownColumns(overview)].map((column) => (
                  <td key={column.word} className={`${cellLook} text-right`}>
                    <RefreshCount overview={overview} feature={feature} column={column} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function RefreshCount({
  overview,
  feature,
  column,
}: {
  overview: Overview;
  feature: RefreshFeature;
  column: Column;
}) {
  const found = overview.refreshes.find((each) => each.feature === feature && each.status === column.status);
  if (!found) return <span className="text-faint">0</span>;
  const refresh = column.filters.map((status) => `${feature}:${status}`);
  return (
    <Link
      href={`/accounts?${searchText({ refresh })}`}
      className={classNames(
        'inline-flex items-center gap-1 underline-offset-2 hover:underline',
        column.look ? `font-medium ${column.look}` : 'text-text',
      )}
    >
      {column.status === 'failed' ? <CircleAlert aria-hidden className="size-3.5" /> : null}
      {found.count.toLocaleString('en-US')}
      <span className="sr-only">
        {' '}
        accounts: {featureWords[feature]}, {column.word}
      </span>
    </Link>
  );
}

/** Words that Stripe may add later get a column of their own. */
function unknownColumns(overview: Overview): Column[] {
  const known = new Set(columns.map(({ status }) => status));
  const words = new Set(
    overview.refreshes.map(({ status }) => status).filter((status) => !known.has(status)),
  );
  return [...words].map((status) => ({ word: `“${status}”`, status, filters: [String(status)] }));
}
