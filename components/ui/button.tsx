// Buttons: on, off with the reason, or pending at once. A button that is off stays reachable, so that its reason can be read.
'use client';
import { LoaderCircle } from 'lucide-react';
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from 'react';
import { Link } from '@/components/ui/link';
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-look';
import { Tooltip } from './tooltip';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Under way: the button shows it and does nothing more. */
  pending?: boolean;
  /** Why it is off; null or nothing means on. */
  disabledReason?: string | null;
  /** A hint while the button is on, such as "may be billed". */
  hint?: string;
  icon?: ReactNode;
}

/** A button; `aria-label` is needed where there is only an icon. */
export function Button({
  variant = 'secondary',
  size = 'md',
  pending = false,
  disabledReason,
  hint,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const noteId = useId();
  const isOff = pending || Boolean(disabledReason);
  const note = disabledReason ?? hint;
  const onlyWhenOn = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      {...rest}
      type={type}
      className={buttonLook(variant, size, className)}
      aria-disabled={isOff || undefined}
      aria-busy={pending || undefined}
      aria-describedby={note ? noteId : rest['aria-describedby']}
      onClick={onlyWhenOn}
    >
      {pending ? <LoaderCircle aria-hidden className="size-3.5 animate-[spin_1s_linear_infinite]" /> : icon}
      {children}
    </button>
  );
  // One shape with and without a note: another one would be another button, and the focus on it lost.
  return (
    <>
      <Tooltip text={note ?? null}>{button}</Tooltip>
      {note ? (
        <span id={noteId} hidden>
          {note}
        </span>
      ) : null}
    </>
  );
}

interface ButtonLinkProps extends ComponentProps<typeof Link> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
}

/** A link that looks like a button: it goes somewhere and does nothing. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={buttonLook(variant, size, className)}>
      {icon}
      {children}
    </Link>
  );
}
