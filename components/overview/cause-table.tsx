// Why accounts are inactive, and whether a relink mends it; each count leads to its accounts.
import { Link } from '@/components/ui/link';
import { causeText } from '@/domain/account-state';
import type { Overview } from '@/domain/overview';
import { searchText } from '../api';
import { ButtonLink } from '../ui/button';
import { Section } from '../ui/section';
import { cellLook, headLook } from './table-look';

interface CauseCounts {
  cause: string | null;
  byAction: Map<string | null, number>;
  total: number;
}

/** Stripe's action decides what can be done; columns that no account needs are left out. */
const actionHeads: [string | null, string][] = [
  ['relink_required', 'A relink mends'],
  ['none', 'Nothing mends'],
  [null, 'Not told'],
];

export function CauseTable({ overview }: { overview: Overview }) {
  const rows = countsByCause(overview.causes);
  const heads = headsOf(overview.causes);
  return (
    <Section
      title="Why accounts are inactive"
      aside={
        rows.length > 0 ? (
          <ButtonLink href="/relinks" size="sm">
            Open relinks
          </ButtonLink>
        ) : null
      }
    >
      {rows.length === 0 ? (
        <p className="text-quiet">No account is inactive.</p>
      ) : (
        <table className="w-full text-sm" aria-label="Inactive accounts by cause and by what mends them">
          <thead>
            <tr>
              <th scope="col" className={`${headLook} text-left`}>
                Cause
              </th>
              {heads.map(([action, word]) => (
                <th key={action} scope="col" className={`${headLook} text-right whitespace-nowrap`}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ cause, byAction }) => (
              <tr key={cause}>
                <th scope="row" className={`${cellLook} text-left font-normal`}>
                  <span className="block font-medium [overflow-wrap:anywhere]">{causeText(cause).label}</span>
                  <span className="block text-xs [overflow-wrap:anywhere] text-faint max-sm:hidden">
                    {causeText(cause).meaning}
                  </span>
                </th>
                {heads.map(([action, word]) => (
                  <td key={action} className={`${cellLook} text-right`}>
                    <CauseCount cause={cause} action={action} word={word} count={byAction.get(action) ?? 0} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

interface CauseCountProps {
  cause: string | null;
  action: string | null;
  word: string;
  count: number;
}

function CauseCount({ cause, action, word, count }: CauseCountProps) {
  if (count === 0) return <span className="text-faint">0</span>;
  const href = `/accounts?${searchText({
    status: 'inactive',
    cause: cause ?? 'not_given',
    action: action ?? 'not_given',
  })}`;
  const look = action === 'none' ? 'text-dead' : 'text-accent';
  return (
    <Link href={href} className={`font-medium underline-offset-2 hover:underline ${look}`}>
      {count.toLocaleString('en-US')}
      <span className="sr-only">
        {' '}
        accounts: {causeText(cause).label}, {word}
      </span>
    </Link>
  );
}

function countsByCause(causes: Overview['causes']): CauseCounts[] {
  const rows = new Map<string | null, CauseCounts>();
  for (const { cause, action, count } of causes) {
    const row = rows.get(cause) ?? { cause, byAction: new Map(), total: 0 };
    row.byAction.set(action, count);
    row.total += count;
    rows.set(cause, row);
  }
  return [...rows.values()].sort((a, b) => b.total - a.total);
}

/** The two that Stripe has today, then whatever else there is, in Stripe's own word. */
function headsOf(causes: Overview['causes']): [string | null, string][] {
  const met = new Set(causes.map(({ action }) => action));
  const known = new Set(actionHeads.map(([action]) => action));
  const unknown = [...met].filter((action) => !known.has(action));
  return [
    ...actionHeads.filter(([action]) => action !== null || met.has(null)),
    ...unknown.map((action): [string | null, string] => [action, `“${action}”`]),
  ];
}
