// How many accounts are in each status; each figure leads to its list.
import { CircleCheck, CircleHelp, CircleMinus, type LucideIcon, Unplug } from 'lucide-react';
import { Link } from '@/components/ui/link';
import type { Overview } from '@/domain/overview';
import { searchText } from '../api';
import { classNames } from '../ui/class-names';

interface StatusLook {
  word: string;
  icon: LucideIcon;
  text: string;
  bar: string;
}

const looks: Record<string, StatusLook> = {
  active: { word: 'Active', icon: CircleCheck, text: 'text-good', bar: 'bg-good' },
  inactive: { word: 'Inactive', icon: Unplug, text: 'text-bad', bar: 'bg-bad' },
  disconnected: { word: 'Disconnected', icon: CircleMinus, text: 'text-faint', bar: 'bg-edge' },
};
const unknownLook = { icon: CircleHelp, text: 'text-quiet', bar: 'bg-quiet' };

const known = Object.keys(looks);

export function StatusTotals({ overview }: { overview: Overview }) {
  // The three that Stripe has today in a fixed order, whether any account has them or not; then any new ones.
  const extra = overview.statuses.map(({ status }) => status).filter((status) => !known.includes(status));
  const totals = [...known, ...extra].map((status) => ({
    status,
    look: looks[status] ?? { ...unknownLook, word: `“${status}”` },
    count: overview.statuses.find((each) => each.status === status)?.count ?? 0,
  }));
  return (
    <section aria-label="Accounts by status" className="py-5">
      <ul className="grid grid-cols-3 gap-4 sm:flex sm:gap-12">
        {totals.map(({ status, look, count }) => (
          <li key={status}>
            <Link
              href={`/accounts?${searchText({ status })}`}
              className="group -m-1 block rounded-md p-1 hover:bg-hover"
            >
              <span className="block text-2xl font-medium">{count.toLocaleString('en-US')}</span>
              <span className={classNames('flex items-center gap-1.5 text-sm', look.text)}>
                <look.icon aria-hidden className="size-3.5 shrink-0" />
                <span className="underline-offset-2 group-hover:underline">{look.word}</span>
              </span>
              <span className="block text-xs text-faint">{shareText(count, overview.total)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div aria-hidden className="mt-4 flex h-1.5 gap-px overflow-hidden rounded-sm">
        {totals
          .filter(({ count }) => count > 0)
          .map(({ status, look, count }) => (
            <span key={status} className={look.bar} style={{ flexGrow: count }} />
          ))}
      </div>
    </section>
  );
}

/** "12 %"; small shares are not rounded away to nothing. */
function shareText(count: number, total: number): string {
  if (count === 0) return 'none';
  const percent = (count / total) * 100;
  return percent < 1 ? 'under 1 %' : `${Math.round(percent)} %`;
}
