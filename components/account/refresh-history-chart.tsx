// The strip of refreshes: a row per feature over time, a mark for each. Loaded apart from the page, when it is in sight.
'use client';
import {
  CartesianGrid,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  type ScatterShapeProps,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useBinding } from '@/components/shell/binding-context';
import { featureWords, type RefreshKind, refreshFeatures } from '@/domain/refresh';
import { type RefreshHistory, type RefreshTry, tryKind } from '@/domain/refresh-history';
import { exactTime } from '@/domain/time';
import { axisWidth, timeTick, timeTicks } from './chart-axis';
import { refreshMarks, tookWords } from './refresh-marks';

interface Place {
  at: number;
  row: number;
  kind: RefreshKind;
  attempt: RefreshTry;
}

const hourMs = 3_600_000;

/** `from`: where the chosen span begins; null: at the first refresh. Some room on both sides, so that no mark is cut. */
export function RefreshHistoryChart({ history, from }: { history: RefreshHistory; from: string | null }) {
  const { clockOffsetMs } = useBinding();
  const now = Date.now() + clockOffsetMs;
  const places = history.tries.map((attempt) => placeOf(attempt, now));
  const first = from === null ? Math.min(...places.map(({ at }) => at)) : Date.parse(from);
  const room = Math.max(hourMs / 4, (now - first) * 0.03);
  return (
    <div className="h-32 text-xs" role="img" aria-label={summary(places)}>
      <ResponsiveContainer width="100%" height="100%">
        <ScatterChart margin={{ top: 0, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} syncWithTicks stroke="var(--border)" />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={[first - room, now + room]}
            ticks={timeTicks(first, now)}
            tickFormatter={(at: number) => timeTick(at, first, now, now)}
            tick={{ fill: 'var(--faint)' }}
            tickLine={false}
            axisLine={{ stroke: 'var(--border)' }}
            minTickGap={48}
            tickMargin={6}
          />
          <YAxis
            dataKey="row"
            type="number"
            reversed
            width={axisWidth}
            domain={[-0.6, refreshFeatures.length - 0.4]}
            ticks={refreshFeatures.map((_, row) => row)}
            tickFormatter={(row: number) => nameOf(row)}
            tick={{ fill: 'var(--quiet)' }}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={false}
            content={({ active, payload }) => {
              const place = payload?.[0]?.payload as Place | undefined;
              return active && place ? <PlaceNote place={place} /> : null;
            }}
          />
          <Scatter data={places} isAnimationActive={false} shape={drawMark} />
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  );
}

function placeOf(attempt: RefreshTry, now: number): Place {
  return {
    at: Date.parse(attempt.startedAt),
    row: refreshFeatures.indexOf(attempt.feature),
    kind: tryKind(attempt, now),
    attempt,
  };
}

function drawMark({ cx, cy, payload }: ScatterShapeProps) {
  const { kind } = payload as Place;
  return <g transform={`translate(${cx} ${cy})`}>{refreshMarks[kind].shape}</g>;
}

const nameOf = (row: number): string => {
  const feature = refreshFeatures[row];
  return feature ? featureWords[feature] : '';
};

function PlaceNote({ place: { kind, attempt } }: { place: Place }) {
  const took = tookWords(attempt);
  const word = kind === 'unknown' ? `“${attempt.status}”` : refreshMarks[kind].word.toLowerCase();
  return (
    <div className="rounded-md border border-border bg-raised px-2 py-1 text-xs shadow-lift">
      <p className="font-medium text-text">
        {featureWords[attempt.feature]}: {word}
      </p>
      <p className="text-faint">
        {exactTime(attempt.startedAt)}
        {took ? `, took at most ${took}` : null}
      </p>
    </div>
  );
}

function summary(places: Place[]): string {
  const rows = refreshFeatures.flatMap((feature, row) => {
    const kinds = places.filter((place) => place.row === row).map(({ kind }) => refreshMarks[kind].word);
    if (kinds.length === 0) return [];
    const counts = [...new Set(kinds)].map(
      (word) => `${kinds.filter((each) => each === word).length} ${word.toLowerCase()}`,
    );
    return [`${featureWords[feature]} ${counts.join(', ')}`];
  });
  return `Refresh history: ${rows.join('; ')}. The figures are in a table below.`;
}
