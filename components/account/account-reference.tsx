// An account that a row of another list is about: its bank, name and digits as a link, the id beneath.
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
        className="block truncate text-accent underline-offset-2 hover:underline"
      >
        {account.displayName ? `${institutionText(account.institutionName)} · ` : null}
        {accountTitle(account)}
      </Link>
      <span className="block truncate font-mono text-xs text-faint" title={id}>
        {id}
      </span>
    </>
  );
}
