// What a run found, in words.
import { type RunKind, type RunRow, runWords } from '@/domain/run';
import { isUnderWay } from './run-queries';

/** The words of a kind; one that is newer than this page stays as it is named. */
export function wordsOf(kind: RunKind): (typeof runWords)[RunKind] {
  const plain = { title: `“${kind}”`, sentence: '', checked: 'checked', found: 'found', healed: 'mended' };
  return Object.hasOwn(runWords, kind) ? runWords[kind] : plain;
}

/** "Nothing was missed", or what was and what became of it. */
export function resultText(run: RunRow): string {
  const { checked, found, healed } = wordsOf(run.kind);
  const count = (value: number) => value.toLocaleString('en-US');
  const looked = `${count(run.checked)} ${checked}`;
  if (run.checked === 0 && isUnderWay(run)) return 'Nothing looked at yet';
  if (run.found === 0)
    return run.checked === 0
      ? 'Nothing to look at'
      : `${looked}: nothing was missed${isUnderWay(run) ? ' so far' : ''}`;
  return `${looked}: ${count(run.found)} ${found}, ${count(run.healed)} ${healed}`;
}

/** Who asked for it. */
export function askedText(requestedBy: string): string {
  if (requestedBy === 'schedule') return 'on schedule';
  return `by ${requestedBy}`;
}

/** "41 s", "12 min"; null before it ended. */
export function tookText({ startedAt, finishedAt }: Pick<RunRow, 'startedAt' | 'finishedAt'>): string | null {
  if (!startedAt || !finishedAt) return null;
  const seconds = Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
  if (seconds < 1) return 'under 1 s';
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** "0.5 %" of the accounts compared; null where none was. */
export function rateText({ detail, checked, found }: RunRow): string | null {
  const rate = detail.rate ?? (checked > 0 ? found / checked : null);
  if (rate === null) return null;
  return `${(rate * 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
}
