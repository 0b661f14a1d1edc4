// Runs before the present one.
import type { BackfillRow } from '@/domain/overview';
import { Time } from '../ui/time';
import { BackfillState } from './backfill-state';

const headLook = 'py-1 pr-3 text-left text-xs font-medium text-faint';
const cellLook = 'border-t border-border py-1.5 pr-3 align-top';

export function PreviousRuns({ runs }: { runs: BackfillRow[] }) {
  return (
    <table className="mt-4 w-full text-sm" aria-label="Earlier backfills">
      <thead>
        <tr>
          <th scope="col" className={headLook}>
            Earlier
          </th>
          <th scope="col" className={headLook}>
            State
          </th>
          <th scope="col" className={`${headLook} text-right`}>
            Read
          </th>
          <th scope="col" className={`${headLook} text-right`}>
            New
          </th>
          <th scope="col" className={`${headLook} pr-0 text-right`}>
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td className={cellLook}>
              <Time at={run.createdAt} />
            </td>
            <td className={cellLook}>
              <BackfillState state={run.state} />
              {run.error ? <span className="block text-xs text-bad">{run.error}</span> : null}
            </td>
            <td className={`${cellLook} text-right`}>{run.accountsRead.toLocaleString('en-US')}</td>
            <td className={`${cellLook} text-right`}>{run.accountsNew.toLocaleString('en-US')}</td>
            <td className={`${cellLook} pr-0 text-right whitespace-nowrap`}>{tookText(run)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "41 s", "12 min", or why there is no time. */
function tookText({ startedAt, finishedAt }: BackfillRow): string {
  if (!startedAt) return 'Not started';
  if (!finishedAt) return 'Not ended';
  const seconds = Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
  if (seconds < 1) return 'under 1 s';
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
