// Every kind of job has its words for the list of jobs.
import { expect, test } from 'vitest';
import { jobWords } from '@/domain/job';
import type { JobName } from './queue';

// A kind that is missing here does not pass the type check.
const names: Record<JobName, true> = {
  'read-account': true,
  'follow-refresh': true,
  'read-holder': true,
  'read-owners': true,
  'read-transactions': true,
  'read-session': true,
  'run-backfill': true,
  'do-run': true,
  'keep-house': true,
  'resume-action': true,
  'apply-events': true,
};

test('every kind of job has words', () => {
  expect(Object.keys(jobWords).toSorted()).toEqual(Object.keys(names).toSorted());
});
