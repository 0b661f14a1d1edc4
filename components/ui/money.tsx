// Amounts of money as the bank gave them.
import { type Money as Amount, formatMoney } from '@/domain/money';
import { classNames } from './class-names';

/** "$1,240.00"; with `owed` a negative amount reads "owes $1,240.00". */
export function Money({
  amountMinor,
  currency,
  owed,
  className,
}: Amount & { owed?: boolean; className?: string }) {
  const isDebt = owed && amountMinor < 0;
  const text = formatMoney({ amountMinor: isDebt ? -amountMinor : amountMinor, currency });
  return (
    <span className={classNames('whitespace-nowrap', className)} title={currency.toUpperCase()}>
      {isDebt ? `owes ${text}` : text}
    </span>
  );
}
