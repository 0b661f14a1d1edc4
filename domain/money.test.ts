// Money keeps its exponent, its sign and every digit.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencyExponent, formatMoney, owedText } from './money';

test.each([
  [124000, 'usd', '$1,240.00'],
  [-5, 'usd', '-$0.05'],
  [500, 'jpy', '¥500'],
  [1234, 'kwd', 'KWD 1.234'],
  [0, 'eur', '€0.00'],
  [1126940025, 'undefined', '1,126,940,025 undefined'],
  [9007199254740991, 'usd', '$90,071,992,547,409.91'],
])('%d %s is %s', (amountMinor, currency, shown) => {
  expect(formatMoney({ amountMinor, currency }).replace(/\u00a0/g, ' ')).toBe(shown);
});

test('no digit of an amount is lost', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom('usd', 'jpy', 'kwd', 'eur'), (amountMinor, currency) => {
      const shown = formatMoney({ amountMinor, currency }).replace(/[^0-9]/g, '');
      expect(Number(shown)).toBe(Math.abs(amountMinor));
      expect(currencyExponent(currency)).not.toBeNull();
    }),
  );
});

test.each([
  [-124000, 'owes $1,240.00'],
  [124000, '$1,240.00'],
  [0, '$0.00'],
])('%d of a holder reads %s', (amountMinor, text) => {
  expect(owedText({ amountMinor, currency: 'usd' })).toBe(text);
});
