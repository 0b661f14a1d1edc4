// Runs before the present one.
import type { BackfillRow } from '@/domain/overview';
import { tookText } from '../runs/run-words';
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
            <td className={`${cellLook} pr-0 text-right whitespace-nowrap`}>
              {tookText(run) ?? (run.startedAt ? 'Not ended' : 'Not started')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
