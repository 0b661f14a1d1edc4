// What waits for the worker, by kind: how much, since when, and what failed.
'use client';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { SkeletonLines } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { type JobKind, type JobsView, jobWords } from '@/domain/job';
import { FailedJobs } from './failed-jobs';
import { jobsQuery } from './job-queries';
import { OpenActions } from './open-actions';

const head = 'pb-1 pl-3 first:pl-0 text-xs font-medium text-faint align-bottom';
const cell = 'border-t border-border py-1.5 pl-3 first:pl-0 align-top';

const counts = [
  { word: 'Due', of: ({ due }: JobKind) => due, look: '' },
  { word: 'Running', of: ({ running }: JobKind) => running, look: 'text-pending' },
  { word: 'Failed, tried again', of: ({ failing }: JobKind) => failing, look: 'text-warning' },
  { word: 'Given up', of: ({ givenUp }: JobKind) => givenUp, look: 'text-bad' },
  { word: 'For later', of: ({ later }: JobKind) => later, look: '' },
];

export function JobsPanel() {
  const query = useQuery(jobsQuery());
  return (
    <div className="max-w-4xl px-4 pb-10 sm:px-6">
      <Section title="Jobs" className="border-t-0">
        {query.data ? (
          <Jobs jobs={query.data} />
        ) : query.error ? (
          <ErrorState
            error={query.error}
            what="The jobs"
            onRetry={() => void query.refetch()}
            pending={query.isFetching}
          />
        ) : (
          <SkeletonLines label="Reading the jobs" lines={5} />
        )}
      </Section>
    </div>
  );
}

function Jobs({ jobs: { openActions, kinds, failed, isWhole } }: { jobs: JobsView }) {
  if (kinds.length === 0 && openActions.length === 0) {
    return (
      <EmptyState
        title="Nothing waits"
        description="Every job was done. New ones come with events, refreshes and sweeps."
      />
    );
  }
  return (
    <>
      {isWhole ? null : (
        <p className="mb-2 text-sm text-warning">
          More wait than are counted here: the figures are of those that are due first.
        </p>
      )}
      <JobLines kinds={kinds} />
      <section
        aria-label="Jobs by kind, scrollable"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard
        tabIndex={0}
        className="relative overflow-x-auto max-sm:hidden"
      >
        <table className="w-full min-w-[44rem] text-sm" aria-label="Jobs by kind">
          <thead>
            <tr>
              <th scope="col" className={`${head} text-left`}>
                Work
              </th>
              {counts.map(({ word }) => (
                <th key={word} scope="col" className={`${head} text-right`}>
                  {word}
                </th>
              ))}
              <th scope="col" className={`${head} text-right`}>
                Oldest due
              </th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <JobRow key={kind.name} kind={kind} />
            ))}
          </tbody>
        </table>
      </section>
      <OpenActions actions={openActions} />
      <FailedJobs jobs={failed} />
    </>
  );
}

/** The table has no room on a phone: a line of those figures that are not nought. */
function JobLines({ kinds }: { kinds: JobKind[] }) {
  return (
    <ul aria-label="Jobs by kind" className="divide-y divide-border border-t border-border text-sm sm:hidden">
      {kinds.map((kind) => (
        <li key={kind.name} className="py-2">
          {jobWords[kind.name] ?? `“${kind.name}”`}
          <code className="block font-mono text-xs text-faint">{kind.name}</code>
          <p className="flex flex-wrap gap-x-3">
            {counts
              .filter(({ of }) => of(kind) > 0)
              .map(({ word, of, look }) => (
                <span key={word} className={look}>
                  {of(kind).toLocaleString('en-US')} {word.toLowerCase()}
                </span>
              ))}
            {kind.oldestDueAt ? (
              <span className="text-quiet">
                oldest due <Time at={kind.oldestDueAt} />
              </span>
            ) : null}
          </p>
        </li>
      ))}
    </ul>
  );
}

function JobRow({ kind }: { kind: JobKind }) {
  return (
    <tr>
      <th scope="row" className={`${cell} text-left font-normal`}>
        {jobWords[kind.name] ?? `“${kind.name}”`}
        <code className="block font-mono text-xs text-faint">{kind.name}</code>
      </th>
      {counts.map(({ word, of, look }) => (
        <td key={word} className={`${cell} text-right ${of(kind) > 0 ? look : 'text-faint'}`}>
          {of(kind).toLocaleString('en-US')}
        </td>
      ))}
      <td className={`${cell} text-right text-quiet`}>
        {kind.oldestDueAt ? <Time at={kind.oldestDueAt} /> : <span className="text-faint">None due</span>}
      </td>
    </tr>
  );
}
