// Whose account it is, which login it belongs to, and which sessions brought it.
import { AccountStatus } from '@/components/accounts/account-status';
import { SessionOutcomeBadge } from '@/components/sessions/session-outcome';
import { originWords } from '@/components/sessions/session-words';
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { Link } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import { DateText, Time } from '@/components/ui/time';
import type { AccountDetail } from '@/domain/account';
import { accountTitle } from './account-words';

const linkLook = 'text-accent underline-offset-2 hover:underline';

/** Holder, authorization with its other accounts, sessions. */
export function OriginPanel({ account }: { account: AccountDetail }) {
  return (
    <>
      <HolderSection account={account} />
      <LoginSection account={account} />
      <SessionsSection account={account} />
    </>
  );
}

/** The form of a new session with its holder filled in. */
export const newSessionHref = (holderId: string) => `/sessions/new?holder=${encodeURIComponent(holderId)}`;

function HolderSection({ account }: { account: AccountDetail }) {
  const { holder } = account;
  const { id } = holder;
  if (!id) {
    return (
      <Section title="Holder">
        <p className="text-sm text-quiet">Stripe names no holder for this account.</p>
      </Section>
    );
  }
  const allOfThem = (
    <Link href={`/accounts?holder=${encodeURIComponent(id)}`} className={linkLook}>
      All accounts of this holder
    </Link>
  );
  return (
    <Section title="Holder" aside={allOfThem}>
      <DefinitionList>
        <Definition name="Name">
          {holder.name ? (
            <span className="line-clamp-3 [overflow-wrap:anywhere]">{holder.name}</span>
          ) : (
            <Missing account={account} />
          )}
        </Definition>
        <Definition name="E-mail">{holder.email ?? <Missing account={account} />}</Definition>
        <Definition name={holder.type === 'account' ? 'Connected account' : 'Customer'}>
          <MonoId id={id} what="holder id" />
        </Definition>
      </DefinitionList>
      {holder.isDeleted ? (
        <p className="mt-2 text-sm text-warning">This customer was deleted at Stripe.</p>
      ) : (
        <Link href={newSessionHref(id)} className={`mt-2 block w-fit text-sm ${linkLook}`}>
          New session for this holder
        </Link>
      )}
    </Section>
  );
}

/** A name that has not been asked for is not one that Stripe has not. */
function Missing({ account: { holder, holderRead } }: { account: AccountDetail }) {
  const why = () => {
    if (holder.isDeleted) return 'Gone with the customer';
    if (holderRead.refusal) return 'Stripe does not show it to this key';
    return holderRead.at ? 'None at Stripe' : 'Not read yet';
  };
  return (
    <span className="text-quiet" title={holderRead.refusal ?? undefined}>
      {why()}
    </span>
  );
}

function LoginSection({ account }: { account: AccountDetail }) {
  const { authorizationId, siblings } = account;
  return (
    <Section
      title="Login at the bank"
      aside={siblings.length > 0 ? `${siblings.length} more under it` : null}
    >
      {authorizationId ? (
        <DefinitionList>
          <Definition name="Authorization">
            <MonoId id={authorizationId} what="authorization id" />
          </Definition>
          {account.institutionId ? (
            <Definition name="Institution">
              <MonoId id={account.institutionId} what="institution id" />
            </Definition>
          ) : null}
          <Definition name="Linked">
            <DateText at={account.createdAt} />
          </Definition>
        </DefinitionList>
      ) : (
        <p className="text-sm text-quiet">
          Linked <DateText at={account.createdAt} />. Stripe names no authorization: only preview versions of
          its API do.
        </p>
      )}
      {authorizationId && siblings.length === 0 ? (
        <p className="mt-2 text-sm text-quiet">No other account came with this login.</p>
      ) : null}
      {siblings.length > 0 ? (
        <ul className="mt-2 divide-y divide-border">
          {siblings.map((sibling) => (
            <li key={sibling.id} className="flex items-start justify-between gap-3 py-1.5 text-sm">
              <Link
                href={`/accounts/${sibling.id}`}
                className={`line-clamp-2 min-w-0 [overflow-wrap:anywhere] ${linkLook}`}
              >
                {accountTitle(sibling)}
              </Link>
              <span className="max-w-[50%] shrink-0">
                <AccountStatus account={sibling} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function SessionsSection({ account: { sessions } }: { account: AccountDetail }) {
  return (
    <Section title="Brought by">
      {sessions.length === 0 ? (
        <p className="text-sm text-quiet">
          Unknown: made by Checkout or another integration.{' '}
          <Link href="/sessions" className="text-accent underline underline-offset-2">
            Look it up by its id
          </Link>
        </p>
      ) : (
        <ul className="divide-y divide-border">
          {sessions.map((session) => (
            <li
              key={session.id}
              className="flex flex-wrap items-center justify-between gap-x-3 py-1.5 text-sm"
            >
              <MonoId id={session.id} what="session id" href={`/sessions/${session.id}`} />
              <span className="flex items-center gap-2 text-faint">
                {originWords[session.origin] ?? session.origin} <Time at={session.firstSeenAt} />
                <SessionOutcomeBadge outcome={session.outcome} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
