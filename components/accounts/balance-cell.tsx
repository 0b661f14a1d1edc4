// The balance of an account in a row: each currency, debts in words, the bank's own time; when missing, why.
'use client';
import type { AccountRow } from '@/domain/account';
import type { BalanceAmount } from '@/domain/money';
import { useBinding } from '../shell/binding-context';
import { Money } from '../ui/money';
import { Time } from '../ui/time';

/** Compact: the first currency and how many more; comfortable: two of them. */
const mostShown = 2;
const compactOnly = 'hidden sm:group-data-[density=compact]/table:block';
/** A box of its own only where there is more than a figure: thousands of these are drawn while a list is scrolled. */
const figures =
  'block min-w-0 sm:group-data-[density=compact]/table:flex sm:group-data-[density=compact]/table:max-w-full sm:group-data-[density=compact]/table:items-baseline sm:group-data-[density=compact]/table:gap-1.5';
const comfortableOnly = 'sm:group-data-[density=compact]/table:hidden';

export function BalanceCell({ account }: { account: AccountRow }) {
  const { clockOffsetMs } = useBinding();
  const { balance } = account;
  if (!balance || balance.amounts.length === 0)
    return <span className="text-faint">{missingBalance(account)}</span>;
  const [first, ...others] = balance.amounts;
  const more = balance.amounts.length - mostShown;
  return (
    <span className="block sm:group-data-[density=compact]/table:flex sm:group-data-[density=compact]/table:h-[1lh] sm:group-data-[density=compact]/table:flex-wrap sm:group-data-[density=compact]/table:items-baseline sm:group-data-[density=compact]/table:justify-end sm:group-data-[density=compact]/table:gap-x-1.5 sm:group-data-[density=compact]/table:overflow-clip sm:group-data-[density=compact]/table:whitespace-nowrap">
      {/* Where a row has one line, the age gives way to a figure that needs the room: it wraps out of sight. */}
      <span className={others.length > 0 ? figures : 'contents'}>
        {first ? <BalanceLine amount={first} /> : null}
        {others.slice(0, mostShown - 1).map((amount) => (
          <span key={amount.currency} className={`block ${comfortableOnly}`}>
            <BalanceLine amount={amount} />
          </span>
        ))}
        {more > 0 ? (
          <span className={`block text-xs text-quiet ${comfortableOnly}`}>and {more} more</span>
        ) : null}
        {others.length > 0 ? (
          <span
            className={`shrink-0 text-xs text-quiet ${compactOnly}`}
            title={`And ${others.length} more currencies`}
          >
            +{others.length}
          </span>
        ) : null}
      </span>
      <span className="block shrink-0 text-xs text-faint">
        <Time isTight at={balance.asOf} offsetMs={clockOffsetMs} />
      </span>
    </span>
  );
}

/**
 * The bank's current figure, else what is available or used: the word says which. A figure that has no room ends in an
 * ellipsis: cut digits would be another figure.
 */
function BalanceLine({ amount }: { amount: BalanceAmount }) {
  const { currency, currentMinor, availableMinor, usedMinor } = amount;
  if (currentMinor !== null)
    return <Money owed className="block min-w-0 truncate" amountMinor={currentMinor} currency={currency} />;
  const other = availableMinor ?? usedMinor;
  if (other === null) return <span className="block text-faint">No figure in {currency.toUpperCase()}</span>;
  return (
    <span className="block min-w-0 truncate">
      <Money owed amountMinor={other} currency={currency} />{' '}
      <span className="text-xs text-faint">{availableMinor === null ? 'used' : 'available'}</span>
    </span>
  );
}

function missingBalance({ status, refreshes }: AccountRow): string {
  const refresh = refreshes.find(({ feature }) => feature === 'balance');
  if (refresh && !refresh.permitted) return 'Not permitted';
  if (status === 'disconnected') return 'Not in our copy';
  if (refresh?.status === 'pending') return 'Being read';
  if (refresh?.status === 'failed') return 'Never arrived';
  return refresh?.status ? 'The bank gave none' : 'None yet';
}
