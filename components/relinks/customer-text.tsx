// What an operator may send to the customer: safe words, ready to copy.
import { CopyButton } from '@/components/ui/copy-button';
import { causeText } from '@/domain/account-state';

/** The words for the customer of an account with this cause. */
export function CustomerText({ cause }: { cause: string | null }) {
  const { forCustomer } = causeText(cause);
  return (
    <figure className="max-w-prose">
      <figcaption className="text-xs text-faint">For the customer</figcaption>
      <div className="flex items-start gap-1">
        <blockquote className="border-l-2 border-border pl-2 text-sm text-quiet">{forCustomer}</blockquote>
        <CopyButton text={forCustomer} label="Copy the words for the customer" />
      </div>
    </figure>
  );
}
