// The table of what was done and what came of it: on the terminal, and in the README.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Result } from '@/scripts/chaos/row';
import { inProject } from '@/scripts/project';

const begin = '<!-- chaos:begin -->';
const end = '<!-- chaos:end -->';
const heads = ['', 'fault', 'runs', 'lost', 'duplicated', 'worst', 'target', 'met'];

/** Whether everything held. */
export const isGood = ({ lost, duplicated, isMet }: Result) => lost === 0 && duplicated === 0 && isMet;

const cellsOf = (row: Result) => [
  row.id,
  row.fault,
  row.runs.toLocaleString('en'),
  String(row.lost),
  String(row.duplicated),
  row.worst,
  row.target,
  isGood(row) ? 'yes' : 'NO',
];

/** One line for the terminal, as soon as the row is done. */
export function lineOf(row: Result): string {
  const [id, fault, runs, lost, duplicated, worst, target, met] = cellsOf(row);
  const verdict = met === 'yes' ? '✓' : '✗';
  return `${verdict} ${id} ${fault}: ${runs} runs, ${lost} lost, ${duplicated} duplicated, ${worst} (target: ${target}; ${row.seconds.toFixed(0)} s, load ${row.load.toFixed(1)})`;
}

/** The whole table in Markdown. */
export function markdownOf(rows: Result[], seed: number, minutes: number): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const load = rows.reduce((sum, row) => sum + row.load, 0) / Math.max(1, rows.length);
  const day = new Date().toISOString().slice(0, 10);
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  return [
    `\`npm run chaos -- --seed ${seed}\`, ${day}: ${runs.toLocaleString('en')} runs in ${minutes.toFixed(0)} minutes on ` +
      `${availableParallelism()} cores (mean load ${load.toFixed(1)}), Node ${process.versions.node}.`,
    '',
    line(heads),
    line(['---', '---', '---:', '---:', '---:', '---', '---', '---']),
    ...rows.map((row) => line(cellsOf(row))),
  ].join('\n');
}

/** Puts the table between its markers. */
export function writeIntoReadme(markdown: string): void {
  const path = inProject('README.md');
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end} to write between.`);
  writeFileSync(path, `${text.slice(0, from + begin.length)}\n${markdown}\n${text.slice(to)}`);
}
