// What a page must reach, and how the figures are told.
import type { Figures } from '@/scripts/lighthouse/measure';

/** For a desktop; a phone's figures are told and not judged. */
export const floors = {
  performance: 95,
  accessibility: 100,
  bestPractices: 100,
  /** At most. */
  shift: 0.01,
  /** At most, for the page of accounts. */
  scriptBytes: 200_000,
};

/** A sentence for each figure that is not good enough. */
export function below(figures: Figures): string[] {
  const { page, device, performance, accessibility, bestPractices, shift, scriptBytes, found } = figures;
  if (device !== 'desktop') return [];
  const faults: string[] = [];
  // Not `<`: a figure that is missing is not good enough either.
  if (!(performance >= floors.performance)) faults.push(`performance is ${performance}`);
  if (!(accessibility >= floors.accessibility)) faults.push(`accessibility is ${accessibility}`);
  if (!(bestPractices >= floors.bestPractices)) faults.push(`best practices are ${bestPractices}`);
  if (!(shift <= floors.shift)) faults.push(`the layout shifts by ${shift}`);
  if (page === '/accounts' && !(scriptBytes <= floors.scriptBytes))
    faults.push(`${scriptBytes.toLocaleString('en-US')} bytes of script are fetched`);
  const why = found.length > 0 ? ` Found: ${found.join('; ')}.` : '';
  return faults.length === 0 ? [] : [`${page}: ${faults.join(', ')}.${why}`];
}

const heads = [
  'page',
  'device',
  'performance',
  'accessibility',
  'best practices',
  'CLS',
  'LCP ms',
  'TBT ms',
  'script bytes',
];

/** One table, a row for each page and device. */
export function tableOf(all: Figures[]): string {
  const rows = all.map((each) => [
    each.page,
    each.device,
    String(each.performance),
    String(each.accessibility),
    String(each.bestPractices),
    each.shift.toFixed(4),
    Math.round(each.largestPaintMs).toLocaleString('en-US'),
    Math.round(each.blockedMs).toLocaleString('en-US'),
    each.scriptBytes.toLocaleString('en-US'),
  ]);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column < 2 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(heads), rule, ...rows.map(line)].join('\n');
}
