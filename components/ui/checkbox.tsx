// A check box with its label, and a hint or the reason why it is off.
import { type ComponentProps, type ReactNode, useId } from 'react';

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'children' | 'onChange'> {
  children: ReactNode;
  hint?: ReactNode;
  onChange?: (checked: boolean) => void;
}

/** The browser's own check box in the accent colour. */
export function Checkbox({ children, hint, onChange, id, ...rest }: CheckboxProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const hintId = `${inputId}-hint`;
  return (
    <span className="flex items-start gap-2">
      <input
        {...rest}
        id={inputId}
        type="checkbox"
        aria-describedby={hint ? hintId : undefined}
        className="mt-[3px] size-3.5 shrink-0 accent-(--accent)"
        onChange={(event) => onChange?.(event.target.checked)}
      />
      <span className="min-w-0">
        <label htmlFor={inputId} className={rest.disabled ? 'text-faint' : undefined}>
          {children}
        </label>
        {hint ? (
          <span id={hintId} className="block text-sm text-faint">
            {hint}
          </span>
        ) : null}
      </span>
    </span>
  );
}
