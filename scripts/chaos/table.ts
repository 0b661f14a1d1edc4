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

/** W, U, J, C, as in the list of faults. */
export const orderOf = (id: string) => `${'WUJC'.indexOf(id[0] ?? '')}${id}`;

const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const head = [line(heads), line(['---', '---', '---:', '---:', '---:', '---', '---', '---'])];

/** The whole table in Markdown. */
export function markdownOf(rows: Result[], seed: number, minutes: number): string {
  const load = rows.reduce((sum, row) => sum + row.load, 0) / Math.max(1, rows.length);
  const day = new Date().toISOString().slice(0, 10);
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  return [
    `\`npm run chaos -- --seed ${seed}\`, ${day}: ${runs.toLocaleString('en')} runs in ${minutes.toFixed(0)} minutes on ` +
      `${availableParallelism()} cores (mean load ${load.toFixed(1)}), Node ${process.versions.node}.`,
    '',
    ...head,
    ...rows.map((row) => line(cellsOf(row))),
  ].join('\n');
}

/** Puts the rows between the README's markers; rows that did not run now keep what their last run said. */
export function writeIntoReadme(rows: Result[], seed: number): void {
  const path = inProject('README.md');
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end} to write between.`);
  const told = new Map<string, string>();
  for (const old of text.slice(from, to).split('\n')) {
    const id = /^\| ([WUJC]\w+) \|/.exec(old)?.[1];
    if (id) told.set(id, old);
  }
  for (const row of rows) told.set(row.id, line(cellsOf(row)));
  const day = new Date().toISOString().slice(0, 10);
  const table = [
    `The last run of each row, the newest on ${day} with seed ${seed}, on ${availableParallelism()} cores with Node ${process.versions.node}.`,
    '',
    ...head,
    ...[...told].toSorted(([a], [b]) => orderOf(a).localeCompare(orderOf(b))).map(([, row]) => row),
  ].join('\n');
  writeFileSync(path, `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`);
}
