// An account that a row of another list is about: its bank, name and digits as a link, the id beneath.
import { Link } from '@/components/ui/link';
import type { AccountName } from '@/domain/account';
import { institutionText } from '@/domain/institution';
import { accountTitle } from './account-words';

/** The bank is not said twice of an account without a name of its own; the digits that tell two apart are never cut. */
export function AccountReference({ id, account }: { id: string; account: AccountName }) {
  return (
    <>
      <Link
        href={`/accounts/${encodeURIComponent(id)}`}
        className="flex w-fit max-w-full gap-1 text-accent underline-offset-2 hover:underline"
      >
        <span className="min-w-0 truncate">
          {account.displayName ? `${institutionText(account.institutionName)} · ` : null}
          {accountTitle({ ...account, last4: null })}
        </span>
        {account.last4 ? <span className="shrink-0">••{account.last4}</span> : null}
      </Link>
      <span className="block truncate font-mono text-xs text-faint" title={id}>
        {id}
      </span>
    </>
  );
}
