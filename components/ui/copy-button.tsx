// Copies a text and says so.
'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { classNames } from './class-names';
import { copyText } from './copy-text';
import { Tooltip } from './tooltip';

/** `label` says what is copied: "Copy account id". */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
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
            'inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-text',
            className,
          )}
        >
          <Icon aria-hidden className={classNames('size-3.5', isCopied && 'text-good')} />
        </button>
      </Tooltip>
      <span role="status" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </>
  );
}
