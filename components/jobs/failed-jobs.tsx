// The jobs that failed last: what, about what, why, and when they are tried again.
import { CircleAlert, RotateCw } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { MonoId } from '@/components/ui/mono-id';
import { Time } from '@/components/ui/time';
import { targetHref } from '@/domain/audit';
import { type FailedJob, jobWords } from '@/domain/job';

/** Nothing where none failed. */
export function FailedJobs({ jobs }: { jobs: FailedJob[] }) {
  if (jobs.length === 0) return null;
  return (
    <section aria-label="Jobs that failed last" className="mt-6">
      <h3 className="mb-1 text-sm font-medium">Failed last</h3>
      <ul className="divide-y divide-border border-t border-border">
        {jobs.map((job) => (
          <li key={job.id} className="py-2 text-sm">
            <FailedLine job={job} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FailedLine({ job: { name, target, error, attempts, failedAt, nextTryAt } }: { job: FailedJob }) {
  const href = target ? targetHref(target) : null;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        {nextTryAt ? (
          <Badge tone="warning" icon={<RotateCw aria-hidden className="size-3" />}>
            Tried again
          </Badge>
        ) : (
          <Badge tone="bad" icon={<CircleAlert aria-hidden className="size-3" />}>
            Given up
          </Badge>
        )}
        <span>{jobWords[name] ?? `“${name}”`}</span>
        {target ? (
          <MonoId id={target.targetId} what={`${target.targetType} id`} {...(href ? { href } : {})} />
        ) : null}
      </p>
      <p className="text-quiet [overflow-wrap:anywhere]">{error ?? 'No error was kept'}</p>
      <p className="text-xs text-faint">
        Failed {attempts === 1 ? 'once' : `${attempts} times`}, last <Time at={failedAt} />
        {nextTryAt ? (
          <>
            {' · '}next try <Time at={nextTryAt} />
          </>
        ) : (
          ' · tried no more until something asks for it again'
        )}
      </p>
    </>
  );
}
