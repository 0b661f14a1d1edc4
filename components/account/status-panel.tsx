// The state of an account in plain words: what it means, and the one thing to do next.
'use client';
import { nextStep } from '@/components/relinks/advice';
import { CustomerText } from '@/components/relinks/customer-text';
import { MakeRelink } from '@/components/relinks/make-relink';
import { ButtonLink } from '@/components/ui/button';
import { DateText, ExactTime, Time } from '@/components/ui/time';
import type { AccountDetail } from '@/domain/account';
import { type AccountStateKind, accountStateKind, causeText } from '@/domain/account-state';
import { featureWords } from '@/domain/refresh';
import { newSessionHref } from './origin-panel';

/** Meaning, next step and its button; Stripe's own words stand beneath. */
export function StatusPanel({ account }: { account: AccountDetail }) {
  const kind = accountStateKind(account);
  const { relink } = account.can;
  const canBeMended = relink.allowed || relink.code === 'relink_open';
  return (
    <section aria-label="Status" className="flex flex-col gap-3 py-4 [overflow-wrap:anywhere]">
      <div className="max-w-prose">
        <Meaning account={account} />
        <Expectation account={account} />
      </div>
      {canBeMended ? <MakeRelink accountId={account.id} can={relink} variant="primary" isPageAction /> : null}
      {needsNewSession.has(kind) && account.holder.id && !account.holder.isDeleted ? (
        <ButtonLink href={newSessionHref(account.holder.id)} className="self-start">
          New session for this holder
        </ButtonLink>
      ) : null}
      {withCustomerWords.has(kind) ? <CustomerText account={account} /> : null}
      <StripeWords account={account} />
    </section>
  );
}

/** Something is, or soon will be, for the customer to do. */
const withCustomerWords: ReadonlySet<AccountStateKind> = new Set([
  'renew_early',
  'needs_relink',
  'not_repairable',
  'inactive_unexplained',
]);

/** Another account, or this one as a new one, comes by a new session alone. */
const needsNewSession: ReadonlySet<AccountStateKind> = new Set(['not_repairable', 'disconnected']);

/** Of an account that still works: what has not happened yet is not told as if it had. */
function renewReason(cause: string): string {
  return cause === 'access_expired' ? 'the permission is running out' : lowerFirst(causeText(cause).label);
}

function Meaning({ account }: { account: AccountDetail }) {
  const cause = causeText(account.cause);
  const next = nextStep(account.cause, account.action);
  switch (accountStateKind(account)) {
    case 'active':
      return <p>Stripe can read this account. {failedWords(account) ?? 'Nothing to do.'}</p>;
    case 'expiring':
      return (
        <p>
          Stripe can read this account, but its access is expected to end.{' '}
          {account.action === 'none'
            ? 'Stripe does not ask for a relink yet.'
            : 'Relink before then, and nothing breaks.'}
        </p>
      );
    case 'renew_early':
      return (
        <p>
          Stripe can still read this account and advises to renew the access now.
          {account.cause ? ` Its reason: ${renewReason(account.cause)}.` : null}
        </p>
      );
    case 'disconnected':
      return (
        <p>
          The access has ended for good. What is shown is our last copy. The customer must link the account
          again.
        </p>
      );
    case 'inactive_unexplained':
      return (
        <p>
          Stripe cannot read this account. {cause.meaning} Next: {lowerFirst(next)}
        </p>
      );
    case 'not_repairable':
      return (
        <p>
          <CauseWords label={cause.label} meaning={cause.meaning} /> Stripe says that a relink cannot mend it.{' '}
          {next}
        </p>
      );
    case 'needs_relink':
      return (
        <p>
          <CauseWords label={cause.label} meaning={cause.meaning} />{' '}
          {needsOnlyRelink(next) ? 'Stripe says that a relink mends it.' : next}
        </p>
      );
    case 'unknown':
      return (
        <p>
          Stripe uses words here that this console does not know yet, so whether a relink helps is not known
          either. Look at{' '}
          <a href="#raw" className="text-accent underline underline-offset-2">
            the raw object
          </a>
          , then decide.
        </p>
      );
  }
}

/** "Its last refresh of balance and transactions failed. …"; null when none did. */
function failedWords({ refreshes }: AccountDetail): string | null {
  const failed = refreshes.filter(({ status, permitted }) => status === 'failed' && permitted);
  if (failed.length === 0) return null;
  const names = failed.map(({ feature }) => featureWords[feature].toLowerCase());
  return `Its last refresh of ${listText.format(names)} failed. What stayed, and when to try again, is below.`;
}

const listText = new Intl.ListFormat('en');

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

// The button beneath says it already.
const needsOnlyRelink = (next: string) => next === 'Relink.';

function CauseWords({ label, meaning }: { label: string; meaning: string }) {
  return (
    <>
      <strong className="font-medium">{label}.</strong> {meaning}
    </>
  );
}

function Expectation({ account }: { account: AccountDetail }) {
  const at = account.expectedDeactivationAt;
  if (!at) return null;
  return (
    <p className="mt-1">
      Stripe expects the access to end on{' '}
      <strong className="font-medium">
        <DateText at={at} />
      </strong>{' '}
      (<Time at={at} />
      ). It is a forecast, not a promise.
    </p>
  );
}

function StripeWords({ account }: { account: AccountDetail }) {
  const words = [
    `status ${account.status}`,
    account.cause && `cause ${account.cause}`,
    account.action && `action ${account.action}`,
  ];
  return (
    <p className="text-xs text-faint">
      <span className="font-mono">{words.filter(Boolean).join(' · ')}</span>
      <span> · last read from Stripe </span>
      <Time at={account.readAt} />
      <span className="sr-only">
        , <ExactTime at={account.readAt} />
      </span>
    </p>
  );
}
