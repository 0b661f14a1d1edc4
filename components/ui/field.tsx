// A label, its control, a hint and an error that belong together for eyes and screen readers alike.
import { CircleAlert } from 'lucide-react';
import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { classNames } from './class-names';

interface ControlProps {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  'aria-required'?: boolean;
}

/** Wraps exactly one `Input`, `TextArea` or `Select`. */
export function Field({
  label,
  hint,
  error,
  required,
  aside,
  children,
  className,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** At the right of the label: a count of characters, "optional". */
  aside?: ReactNode;
  children: ReactElement<ControlProps>;
  className?: string;
}) {
  const ownId = useId();
  const id = children.props.id ?? ownId;
  const hintId = hint ? `${id}-hint` : null;
  const errorId = error ? `${id}-error` : null;
  const describedBy = [children.props['aria-describedby'], hintId, errorId].filter(Boolean).join(' ');
  const control = cloneElement(children, {
    id,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': required || undefined,
  });
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {aside ? <span className="text-xs text-faint">{aside}</span> : null}
      </div>
      {control}
      {hintId ? (
        <p id={hintId} className="text-sm text-faint">
          {hint}
        </p>
      ) : null}
      {errorId ? (
        <p id={errorId} className="flex items-start gap-1 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{error}</span>
        </p>
      ) : null}
    </div>
  );
}

/** Several check boxes or radio buttons under one name. */
export function FieldGroup({
  label,
  hint,
  error,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {hint ? <p className="text-sm text-faint">{hint}</p> : null}
      {children}
      {error ? (
        <p role="alert" className="flex items-start gap-1 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{error}</span>
        </p>
      ) : null}
    </fieldset>
  );
}
