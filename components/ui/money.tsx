// Amounts of money as the bank gave them.
import { type Money as Amount, formatMoney, owedText } from '@/domain/money';
import { classNames } from './class-names';

/** "$1,240.00"; with `owed` a negative amount reads "owes $1,240.00". */
export function Money({
  amountMinor,
  currency,
  owed,
  className,
}: Amount & { owed?: boolean; className?: string }) {
  const text = owed ? owedText({ amountMinor, currency }) : formatMoney({ amountMinor, currency });
  return (
    <span
      className={classNames('whitespace-nowrap', className)}
      // Whole, where the figure has no room.
      title={`${text} ${currency.toUpperCase()}`}
    >
      {text}
    </span>
  );
}
