// The refreshes behind the strip, newest first.
import { useBinding } from '@/components/shell/binding-context';
import { ExactTime } from '@/components/ui/time';
import { featureWords } from '@/domain/refresh';
import { type RefreshHistory, type RefreshTry, tryKind } from '@/domain/refresh-history';
import { RefreshMarkIcon, refreshMarks, tookWords } from './refresh-marks';

const heads = ['Began', 'Data', 'Result', 'Took at most'];
const cellLook = 'border-t border-border px-3 py-1';

export function RefreshHistoryFigures({ history }: { history: RefreshHistory }) {
  return (
    <section
      aria-label="Figures of the refresh history, scrollable"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard
      tabIndex={0}
      className="mt-1.5 max-h-72 overflow-auto rounded-md border border-border"
    >
      <table className="w-full text-sm" aria-label="Figures of the refresh history">
        <thead>
          <tr>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="sticky top-0 bg-sunken px-3 py-1 text-left text-xs font-medium text-quiet"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {history.tries.toReversed().map((attempt) => (
            <tr key={`${attempt.feature} ${attempt.startedAt}`}>
              <td className={`${cellLook} text-quiet`}>
                <ExactTime at={attempt.startedAt} />
              </td>
              <td className={cellLook}>{featureWords[attempt.feature]}</td>
              <td className={cellLook}>
                <Result attempt={attempt} />
              </td>
              <td className={`${cellLook} text-quiet`}>
                {tookWords(attempt) ?? <span className="text-faint">Not seen</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Result({ attempt }: { attempt: RefreshTry }) {
  const { clockOffsetMs } = useBinding();
  const kind = tryKind(attempt, Date.now() + clockOffsetMs);
  return (
    <span className="inline-flex items-center gap-1.5">
      <RefreshMarkIcon kind={kind} />
      {kind === 'unknown' ? `“${attempt.status}”` : refreshMarks[kind].word}
    </span>
  );
}
