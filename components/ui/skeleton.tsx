// Grey stand-ins while something is read; the sentence for screen readers stands once beside them.
import { classNames } from './class-names';

/** One grey bar; give it a width. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames('block h-3 rounded-sm bg-hover', className ?? 'w-24')} />;
}

/** A block of text that is being read. `label` says what: "Reading owners". */
export function SkeletonLines({
  label,
  lines = 3,
  className,
}: {
  label: string;
  lines?: number;
  className?: string;
}) {
  const widths = ['w-3/4', 'w-1/2', 'w-2/3'];
  return (
    <div role="status" className={classNames('flex flex-col gap-2.5 py-2', className)}>
      <span className="sr-only">{label}…</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never move
        <Skeleton key={line} className={widths[line % widths.length]} />
      ))}
    </div>
  );
}
