// Money as Stripe gives it: integers in the smallest unit of a currency.
import { remembered } from './remembered';

/** `amountMinor` in the currency's smallest unit (cents, yen, fils); `currency` lower-case ISO 4217. */
export interface Money {
  amountMinor: number;
  currency: string;
}

/** One currency of a balance; null where the bank gave no such figure. */
export interface BalanceAmount {
  currency: string;
  currentMinor: number | null;
  /** Cash accounts: usable funds after pending items. */
  availableMinor: number | null;
  /** Credit accounts: credit consumed; negative is owed by the holder. */
  usedMinor: number | null;
}

/** Digits after the point for a currency (usd 2, jpy 0, kwd 3); null for a code that no one knows. */
export const currencyExponent: (currency: string) => number | null = remembered((currency) => {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // RangeError: not three letters. Stripe's own fixtures hold the key "undefined".
    return null;
  }
});

const numberFormat = remembered((locale) => new Intl.NumberFormat(locale));
/** By "en-US usd". */
const moneyFormat = remembered((key) => {
  const [locale, currency] = key.split(' ');
  return new Intl.NumberFormat(locale, { style: 'currency', currency });
});

/** "$1,240.00"; a negative amount, a debt, in words: "owes $1,240.00". */
export function owedText({ amountMinor, currency }: Money): string {
  const text = formatMoney({ amountMinor: Math.abs(amountMinor), currency });
  return amountMinor < 0 ? `owes ${text}` : text;
}

/** "$1,240.00", "-¥500"; an unknown currency shows the bare minor units with the code, never a guess. */
export function formatMoney({ amountMinor, currency }: Money, locale = 'en-US'): string {
  const exponent = currencyExponent(currency);
  if (exponent === null) return `${numberFormat(locale).format(amountMinor)} ${currency}`;
  // A decimal string keeps every digit: dividing would round large amounts.
  const digits = String(Math.abs(Math.trunc(amountMinor))).padStart(exponent + 1, '0');
  const whole = exponent ? `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}` : digits;
  const value = `${amountMinor < 0 ? '-' : ''}${whole}` as `${number}`;
  return moneyFormat(`${locale} ${currency}`).format(value);
}
