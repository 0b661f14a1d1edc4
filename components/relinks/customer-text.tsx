// What an operator may send to the customer: safe words, ready to copy.
import { CopyButton } from '@/components/ui/copy-button';
import { customerWords } from './advice';

/** The words for the customer of a broken account. */
export function CustomerText({ account }: { account: { cause: string | null; action: string | null } }) {
  const words = customerWords(account.cause, account.action);
  return (
    <figure className="max-w-prose">
      <figcaption className="text-xs text-faint">For the customer</figcaption>
      <div className="flex items-start gap-1">
        <blockquote className="border-l-2 border-border pl-2 text-sm text-quiet">{words}</blockquote>
        <CopyButton text={words} label="Copy the words for the customer" />
      </div>
    </figure>
  );
}
