// The closing line says what happened, and a runner that died is a failure.
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '@/scripts/project';
import { playwrightReport, vitestReport } from './reports';
import { countLine, fromRunner, hasPassed, single } from './result';

test('one line over all kinds', () => {
  const results = [
    single('lint', true, 1),
    fromRunner('unit', { passed: 40, failed: 0, skipped: 0, failures: [] }, 0, 2),
  ];
  expect(countLine(results)).toBe('41 passed, 0 failed');
  expect(hasPassed(results)).toBe(true);
  const more = [...results, fromRunner('journeys', { passed: 3, failed: 1, skipped: 2, failures: [] }, 1, 3)];
  expect(countLine(more)).toBe('44 passed, 1 failed, 2 skipped');
  expect(hasPassed(more)).toBe(false);
});

test('no report, or a bad exit code with good numbers, is a failure', () => {
  expect(fromRunner('unit', null, 0, 1)).toMatchObject({ passed: 0, failed: 1 });
  expect(fromRunner('unit', { passed: 9, failed: 0, skipped: 0, failures: [] }, 1, 1)).toMatchObject({
    passed: 9,
    failed: 1,
  });
  expect(hasPassed([])).toBe(false);
});

const file = join(tmpdir(), `relink-report-${process.pid}.json`);
afterAll(() => rmSync(file, { force: true }));

function report(content: object): string {
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test('the reports of both runners are read; a file that could not be loaded counts', () => {
  const vitest = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      {
        name: join(ROOT, 'domain/a.test.ts'),
        status: 'failed',
        message: 'no such file',
        assertionResults: [],
      },
      {
        name: join(ROOT, 'domain/b.test.ts'),
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'adds', status: 'passed', failureMessages: [] },
          {
            fullName: 'holds',
            status: 'failed',
            failureMessages: ['\u001b[31mexpected 1 to be 2\u001b[39m'],
          },
        ],
      },
    ],
  };
  expect(vitestReport(report(vitest))).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
    failures: ['domain/a.test.ts\n  no such file', 'domain/b.test.ts: holds\n  expected 1 to be 2'],
  });
  const spec = {
    file: 'see.spec.ts',
    line: 4,
    title: 'sees',
    ok: false,
    tests: [{ results: [{ errors: [{ message: 'timed out' }] }] }],
  };
  const playwright = {
    stats: { expected: 7, unexpected: 1, flaky: 0, skipped: 3 },
    suites: [{ specs: [{ ...spec, ok: true }], suites: [{ specs: [spec] }] }],
    errors: [],
  };
  expect(playwrightReport(report(playwright))).toEqual({
    passed: 7,
    failed: 1,
    skipped: 3,
    failures: ['see.spec.ts:4: sees\n  timed out'],
  });
  expect(vitestReport('/nowhere/report.json')).toBeNull();
  expect(playwrightReport(report({ other: true }))).toBeNull();
});
