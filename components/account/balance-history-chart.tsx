// The chart of balances: one line, that holds until the next balance. Loaded apart from the page, when it is in sight.
'use client';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { BalanceHistory, BalancePoint } from '@/domain/balance-history';
import { currencyExponent, formatMoney } from '@/domain/money';
import { exactTime } from '@/domain/time';
import { axisWidth, timeTick, timeTicks } from './chart-axis';

interface Place {
  at: number;
  amountMinor: number | null;
}

/** The bank's current figure, else what is available or used. */
const amountOf = ({ currentMinor, availableMinor, usedMinor }: BalancePoint) =>
  currentMinor ?? availableMinor ?? usedMinor;

const isDebt = ({ amountMinor }: Place) => amountMinor !== null && amountMinor < 0;

export function BalanceHistoryChart({ history }: { history: BalanceHistory }) {
  const currency = history.currency ?? '';
  const places: Place[] = history.points.map((point) => ({
    at: Date.parse(point.asOf),
    amountMinor: amountOf(point),
  }));
  const now = Date.now();
  const first = places[0]?.at ?? now;
  const last = places.at(-1)?.at ?? now;
  const digits = axisDigits(places);
  return (
    <div className="h-44 text-xs" role="img" aria-label={summary(places, currency)}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={places} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          {places.some(isDebt) ? <ReferenceLine y={0} stroke="var(--edge)" /> : null}
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={['dataMin', 'dataMax']}
            ticks={timeTicks(first, last)}
            tickFormatter={(at: number) => timeTick(at, first, last, now)}
            tick={{ fill: 'var(--faint)' }}
            tickLine={false}
            axisLine={{ stroke: 'var(--border)' }}
            minTickGap={48}
            tickMargin={6}
          />
          <YAxis
            width={axisWidth}
            domain={['auto', 'auto']}
            tickFormatter={(amountMinor: number) => shortMoney(amountMinor, currency, digits)}
            tick={{ fill: 'var(--faint)' }}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--edge)' }}
            content={({ active, payload }) => {
              const place = payload?.[0]?.payload as Place | undefined;
              return active && place ? <PlaceNote place={place} currency={currency} /> : null;
            }}
          />
          <Line
            type="stepAfter"
            dataKey="amountMinor"
            stroke="var(--accent)"
            strokeWidth={1.5}
            dot={places.length <= 40 ? { r: 2, fill: 'var(--accent)', strokeWidth: 0 } : false}
            activeDot={{ r: 3.5, fill: 'var(--accent)', strokeWidth: 0 }}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

function PlaceNote({ place, currency }: { place: Place; currency: string }) {
  return (
    <div className="rounded-md border border-border bg-raised px-2 py-1 text-xs shadow-lift">
      <p className="font-medium text-text">
        {place.amountMinor === null ? 'No figure' : moneyWords(place.amountMinor, currency)}
      </p>
      <p className="text-faint">{exactTime(place.at)}</p>
    </div>
  );
}

/** Debts in words, as everywhere. */
const moneyWords = (amountMinor: number, currency: string) =>
  amountMinor < 0
    ? `owes ${formatMoney({ amountMinor: -amountMinor, currency })}`
    : formatMoney({ amountMinor, currency });

/** The less the figures differ, the more digits tell the lines of the axis apart. */
function axisDigits(places: Place[]): number {
  const amounts = places.flatMap(({ amountMinor }) => (amountMinor === null ? [] : [amountMinor]));
  const most = Math.max(...amounts);
  const least = Math.min(...amounts);
  return most - least < Math.max(Math.abs(most), Math.abs(least)) / 10 ? 2 : 1;
}

/** "$1.2K": the axis has room for the size, the note has every digit. */
function shortMoney(amountMinor: number, currency: string, digits: number): string {
  const exponent = currencyExponent(currency);
  if (exponent === null) return new Intl.NumberFormat('en-US', { notation: 'compact' }).format(amountMinor);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: digits,
  }).format(amountMinor / 10 ** exponent);
}

function summary(places: Place[], currency: string): string {
  const known = places.filter((place) => place.amountMinor !== null);
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return 'Balance history without a figure';
  const words = (place: Place) => `${moneyWords(place.amountMinor ?? 0, currency)} on ${exactTime(place.at)}`;
  return `Balance history: from ${words(first)} to ${words(last)}. The figures are in a table below.`;
}
