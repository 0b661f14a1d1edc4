// The name of the product.
import { classNames } from '../ui/class-names';

/** The mark, and the word where there is room. */
export function Brand({ isFull = false }: { isFull?: boolean }) {
  return (
    <p
      className={classNames('flex h-14 shrink-0 items-center gap-2 px-4', !isFull && 'max-lg:justify-center')}
    >
      <svg aria-hidden viewBox="0 0 32 32" className="size-6 shrink-0">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <g className="fill-none stroke-on-accent stroke-3 [stroke-linecap:round]">
          <path d="M13.5 10.5h-2a5.5 5.5 0 0 0 0 11h2" />
          <path d="M18.5 10.5h2a5.5 5.5 0 0 1 0 11h-2" />
          <path d="M12.5 16h7" />
        </g>
      </svg>
      <span className={classNames('text-lg font-semibold', !isFull && 'sr-only lg:not-sr-only')}>Relink</span>
    </p>
  );
}
