// One login at one bank that is broken: whose, which accounts, why, since when, and its one button.
import { CutTitle } from '@/components/account/account-reference';
import { AccountStatus } from '@/components/accounts/account-status';
import { Link } from '@/components/ui/link';
import { Time } from '@/components/ui/time';
import type { AccountRow } from '@/domain/account';
import { causeText } from '@/domain/account-state';
import { institutionText } from '@/domain/institution';
import type { RelinkUnit as Unit } from '@/domain/relink';
import { nextStep } from './advice';
import { CopyCustomerText, CustomerText } from './customer-text';
import { MakeRelink } from './make-relink';
import { mending } from './relink-groups';

const linkLook = 'text-accent underline-offset-2 hover:underline';

/** A row of the relinks list; keys find it by its `index`. */
export function RelinkUnit({ unit, index }: { unit: Unit; index: number }) {
  const { holder, can } = unit;
  const holderName = holder.name ?? holder.id ?? 'No holder named by Stripe';
  const named = unit.accounts.find(({ id }) => id === unit.accountId);
  const isBeyond = !can.allowed && can.code === 'not_repairable';
  return (
    <li
      data-row={unit.authorizationId ?? unit.accountId}
      data-index={index}
      className="grid gap-x-8 gap-y-3 border-b border-border px-4 py-4 sm:px-6 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_minmax(13rem,0.9fr)]"
    >
      <div className="min-w-0">
        <h3 className="line-clamp-2 text-base font-semibold [overflow-wrap:anywhere]">
          {institutionText(unit.institutionName)}
        </h3>
        <p className="text-sm [overflow-wrap:anywhere] text-quiet">
          {holder.id ? (
            // The name is cut inside of the link: a link in a cut line reaches invisibly over what follows.
            <Link
              href={`/accounts?holder=${encodeURIComponent(holder.id)}`}
              className="block py-[3px] underline-offset-2 hover:underline"
            >
              <span className="line-clamp-2">{holderName}</span>
            </Link>
          ) : (
            <span className="line-clamp-2">{holderName}</span>
          )}
        </p>
        {unit.inactiveSince ? (
          <p className="text-sm text-faint">
            Seen inactive <Time at={unit.inactiveSince} />
          </p>
        ) : null}
      </div>
      <ul className="flex min-w-0 flex-col gap-2">
        {unit.accounts.map((account) => {
          const { meaning } = causeText(account.cause);
          return (
            <li key={account.id} className="text-sm">
              {/* 24 px at least, for fingers; an endless name is cut inside of it. */}
              <Link href={`/accounts/${account.id}`} className={`block py-[3px] ${linkLook}`}>
                <CutTitle account={account} className="line-clamp-2" />
              </Link>
              {account.displayName === null && account.last4 === null ? (
                // Nothing else tells it from the next one.
                <p className="font-mono text-xs [overflow-wrap:anywhere] text-faint">{account.id}</p>
              ) : null}
              <AccountStatus account={account} />
              {/* Where there is room, the causes are explained beside the list. */}
              <p className="[overflow-wrap:anywhere] text-quiet xl:hidden">
                {/* Where Stripe says that no relink helps, the next step stands below, once for the login. */}
                {meaning}{' '}
                {isBeyond && account.action === 'none' ? null : nextStep(account.cause, account.action)}
              </p>
            </li>
          );
        })}
      </ul>
      <div className="min-w-0">
        {isBeyond ? (
          <div className="flex flex-col gap-2">
            <p className="text-sm text-quiet">{can.reason}</p>
            {named ? <CustomerText account={named} /> : null}
          </div>
        ) : (
          <div className="space-y-1.5">
            <MakeRelink
              accountId={unit.accountId}
              can={can}
              openSessionId={unit.openSession?.id ?? null}
              label={`${institutionText(unit.institutionName)}, ${holderName}`}
            />
            {named && mending(named) === 'unknown' ? <NotKnown account={named} /> : null}
            {named ? <CopyCustomerText account={named} /> : null}
          </div>
        )}
      </div>
    </li>
  );
}

/** Stripe gave no action, or a word that is new: the button may help, and nothing here says that it does. */
function NotKnown({ account }: { account: AccountRow }) {
  return (
    <p className="text-xs text-faint">
      {account.action ? `Stripe's action for it is “${account.action}”.` : 'Stripe gives no action for it.'}{' '}
      Whether a relink helps is not known.{' '}
      <Link href={`/accounts/${account.id}#raw`} className="text-accent underline underline-offset-2">
        Raw object
      </Link>
    </p>
  );
}
