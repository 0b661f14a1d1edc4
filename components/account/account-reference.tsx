// An account that a row of another list is about: its bank, name and digits as a link, the id beneath.
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import type { AccountName } from '@/domain/account';
import { institutionText } from '@/domain/institution';
import { accountTitle } from './account-words';

/** The bank is not said twice of an account without a name of its own. */
export function AccountReference({ id, account }: { id: string; account: AccountName }) {
  return (
    <>
      <Link
        href={`/accounts/${encodeURIComponent(id)}`}
        className="block text-accent underline-offset-2 hover:underline"
      >
        <CutTitle account={account} isBankNamed className="truncate" />
      </Link>
      <span className="block truncate font-mono text-xs text-faint" title={id}>
        {id}
      </span>
    </>
  );
}

/** The title of an account where there may be no room: the name is cut as `className` says, the digits never. */
export function CutTitle({
  account,
  isBankNamed = false,
  className,
}: {
  account: AccountName;
  isBankNamed?: boolean;
  className: string;
}) {
  return (
    <span className="flex w-fit max-w-full items-baseline gap-1">
      <span className={classNames('min-w-0 [overflow-wrap:anywhere]', className)}>
        {isBankNamed && account.displayName ? `${institutionText(account.institutionName)} · ` : null}
        {accountTitle({ ...account, last4: null })}
      </span>{' '}
      {account.last4 ? <span className="shrink-0">••{account.last4}</span> : null}
    </span>
  );
}
