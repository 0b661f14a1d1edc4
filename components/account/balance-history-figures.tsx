// The figures behind the chart of balances, newest first.
import { Money } from '@/components/ui/money';
import { ExactTime } from '@/components/ui/time';
import type { BalanceHistory, BalancePoint } from '@/domain/balance-history';

type Figure = keyof Omit<BalancePoint, 'asOf'>;

const names: Record<Figure, string> = {
  currentMinor: 'Current',
  availableMinor: 'Available',
  usedMinor: 'Credit used',
};
const figures = Object.keys(names) as Figure[];

/** Columns that no balance has are left out. */
export function BalanceHistoryFigures({ history }: { history: BalanceHistory }) {
  const { points, currency } = history;
  const shown = figures.filter((figure) => points.some((point) => point[figure] !== null));
  return (
    <section
      aria-label="Figures of the balance history, scrollable"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard
      tabIndex={0}
      className="mt-1.5 max-h-72 overflow-auto rounded-md border border-border"
    >
      <table className="w-full text-sm" aria-label="Figures of the balance history">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 bg-sunken px-3 py-1 text-left text-xs font-medium text-quiet"
            >
              Bank's time
            </th>
            {shown.map((figure) => (
              <th
                key={figure}
                scope="col"
                className="sticky top-0 bg-sunken px-3 py-1 text-right text-xs font-medium text-quiet"
              >
                {names[figure]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.asOf} className="border-t border-border">
              <td className="border-t border-border px-3 py-1 text-quiet">
                <ExactTime at={point.asOf} />
              </td>
              {shown.map((figure) => (
                <td key={figure} className="border-t border-border px-3 py-1 text-right">
                  <FigureCell amountMinor={point[figure]} currency={currency} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FigureCell({ amountMinor, currency }: { amountMinor: number | null; currency: string | null }) {
  if (amountMinor === null || currency === null) return <span className="text-faint">Not given</span>;
  return <Money amountMinor={amountMinor} currency={currency} owed />;
}
