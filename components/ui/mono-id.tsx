// An id in mono with a button that copies it; where it leads somewhere, a link.
import { Link } from '@/components/ui/link';
import { classNames } from './class-names';
import { CopyButton } from './copy-button';

/** `what` names it for the copy button: "account id". */
export function MonoId({
  id,
  what,
  href,
  className,
}: {
  id: string;
  what: string;
  href?: string;
  className?: string;
}) {
  const look = 'min-w-0 truncate font-mono text-xs';
  return (
    <span className={classNames('inline-flex max-w-full items-center gap-0.5', className)}>
      {href ? (
        <Link
          href={href}
          title={id}
          className={classNames(look, 'text-accent underline-offset-2 hover:underline')}
        >
          {id}
        </Link>
      ) : (
        <span title={id} className={classNames(look, 'text-quiet')}>
          {id}
        </span>
      )}
      <CopyButton text={id} label={`Copy ${what}`} />
    </span>
  );
}
