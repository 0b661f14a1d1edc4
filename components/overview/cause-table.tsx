// Why accounts are inactive, and whether a relink mends it; each count leads to its accounts.
import Link from 'next/link';
import { causeText } from '@/domain/account-state';
import type { Overview } from '@/domain/overview';
import { searchText } from '../api';
import { ButtonLink } from '../ui/button';
import { Section } from '../ui/section';
import { cellLook, headLook } from './table-look';

type Cause = Overview['causes'][number];

export function CauseTable({ overview }: { overview: Overview }) {
  const { causes } = overview;
  return (
    <Section
      title="Why accounts are inactive"
      aside={
        causes.length > 0 ? (
          <ButtonLink href="/relinks" size="sm">
            Open relinks
          </ButtonLink>
        ) : null
      }
    >
      {causes.length === 0 ? (
        <p className="text-quiet">No account is inactive.</p>
      ) : (
        <table className="w-full text-sm" aria-label="Inactive accounts by cause">
          <thead>
            <tr>
              <th scope="col" className={`${headLook} text-left`}>
                Cause
              </th>
              <th scope="col" className={`${headLook} text-left`}>
                Mended by
              </th>
              <th scope="col" className={`${headLook} text-right`}>
                Accounts
              </th>
            </tr>
          </thead>
          <tbody>
            {causes.map((each) => (
              <CauseLine key={`${each.cause} ${each.action}`} {...each} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function CauseLine({ cause, action, count }: Cause) {
  const words = causeText(cause);
  const href = `/accounts?${searchText({
    status: 'inactive',
    cause: cause ?? 'not_given',
    action: action ?? 'not_given',
  })}`;
  return (
    <tr>
      <td className={cellLook}>
        <span className="block font-medium">{words.label}</span>
        <span className="block text-xs text-faint max-sm:hidden">{words.meaning}</span>
      </td>
      <td className={cellLook}>{mendWord(action)}</td>
      <td className={`${cellLook} text-right`}>
        <Link href={href} className="font-medium text-accent underline-offset-2 hover:underline">
          {count.toLocaleString('en-US')}
          <span className="sr-only"> accounts: {words.label}</span>
        </Link>
      </td>
    </tr>
  );
}

function mendWord(action: string | null) {
  if (action === 'relink_required') return <span>A relink</span>;
  if (action === 'none') return <span className="text-dead">Nothing: ask for another account</span>;
  return <span className="text-quiet">{action === null ? 'Stripe does not say' : `“${action}”`}</span>;
}
