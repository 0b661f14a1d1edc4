// What an operator may send to the customer: safe words, ready to copy.
import { CopyButton } from '@/components/ui/copy-button';
import { customerWords } from './advice';

/** Only the button, where the words themselves have no room. */
export function CopyCustomerText({ account }: { account: Parameters<typeof customerWords>[0] }) {
  return <CopyButton isWorded text={customerWords(account)} label="Copy words for the customer" />;
}

/** The words for the customer of a broken account. */
export function CustomerText({ account }: { account: Parameters<typeof customerWords>[0] }) {
  const words = customerWords(account);
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
