// Copies a text and says so.
'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { classNames } from './class-names';
import { copyText } from './copy-text';
import { Tooltip } from './tooltip';

interface CopyButtonProps {
  text: string;
  /** What is copied: "Copy account id". */
  label: string;
  /** Shows the label beside the icon. */
  isWorded?: boolean;
  className?: string;
}

export function CopyButton({ text, label, isWorded = false, className }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1500);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <>
      <Tooltip text={isCopied ? 'Copied' : label}>
        <button
          type="button"
          aria-label={label}
          onClick={copy}
          className={classNames(
            'inline-flex h-6 shrink-0 items-center justify-center rounded-sm hover:bg-hover hover:text-text',
            isWorded ? '-ml-1 gap-1 px-1 text-sm text-quiet' : 'w-6 text-faint',
            className,
          )}
        >
          <Icon aria-hidden className={classNames('size-3.5', isCopied && 'text-good')} />
          {isWorded ? label : null}
        </button>
      </Tooltip>
      <span role="status" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </>
  );
}
