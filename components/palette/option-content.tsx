// What a result shows: enough to tell two of a kind apart before one is opened.
import { Landmark, type LucideIcon, Route, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { institutionText } from '@/domain/institution';
import type { AccountHit, HolderHit, SessionHit } from '@/domain/search';
import { AccountStatus } from '../accounts/account-status';
import { KeyHint } from '../actions/key-hint';
import { SessionOutcomeBadge } from '../sessions/session-outcome';
import { originWords } from '../sessions/session-words';
import { useTheme } from '../shell/theme';
import { Time } from '../ui/time';
import type { PaletteItem } from './palette-items';

export function OptionContent({ item }: { item: PaletteItem }) {
  if (item.kind === 'account') return <AccountContent account={item.account} />;
  if (item.kind === 'holder') return <HolderContent holder={item.holder} />;
  if (item.kind === 'session') return <SessionContent session={item.session} />;
  return (
    <>
      <item.icon aria-hidden className="size-4 shrink-0 text-quiet" />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{item.label}</span>
        {item.offReason ? <span className="block text-xs">{item.offReason}</span> : null}
      </span>
      {item.choice.kind === 'theme' ? <InUse theme={item.choice.theme} /> : null}
      {item.keys ? <KeyHint keys={item.keys} className="max-sm:hidden" /> : null}
    </>
  );
}

function InUse({ theme }: { theme: string }) {
  return useTheme().value === theme ? <span className="text-sm text-faint">In use</span> : null;
}

/** Two lines at the left, the second quiet; at the right how it stands. */
function Hit({
  icon: Icon,
  first,
  second,
  aside,
}: {
  icon: LucideIcon;
  first: ReactNode;
  second: ReactNode;
  aside: ReactNode;
}) {
  return (
    <>
      <Icon aria-hidden className="size-4 shrink-0 text-quiet" />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{first}</span>
        <span className="block truncate text-xs text-quiet">{second}</span>
      </span>
      {/* One column over all results, like that of a table. */}
      <span className="max-w-[45%] shrink-0 text-sm text-quiet sm:w-44">{aside}</span>
    </>
  );
}

function AccountContent({ account }: { account: AccountHit }) {
  const { id, institutionName, displayName, last4, holder } = account;
  const name = displayName ?? 'No name';
  return (
    <Hit
      icon={Landmark}
      first={
        <span className="flex gap-1.5">
          <span className="min-w-0 truncate font-medium">{institutionText(institutionName)}</span>{' '}
          <span className="min-w-0 truncate text-quiet max-sm:hidden">{name}</span>{' '}
          {/* Whatever else is cut: these tell two accounts of one bank apart. */}
          {last4 ? <span className="shrink-0 text-quiet">••{last4}</span> : null}
        </span>
      }
      second={
        <>
          <span className="sm:hidden">{name} · </span>
          {holderName(holder)}
          <span className={last4 ? 'max-sm:hidden' : undefined}>
            {' · '}
            <span className="font-mono">{id}</span>
          </span>
        </>
      }
      aside={<AccountStatus account={account} size="md" />}
    />
  );
}

function holderName({ name, email, id, isDeleted }: AccountHit['holder']): string {
  if (isDeleted) return `Deleted customer ${id}`;
  return name ?? email ?? id ?? 'No holder';
}

function HolderContent({ holder }: { holder: HolderHit }) {
  const { id, name, email, isDeleted, accounts } = holder;
  const count = accounts.value.toLocaleString('en-US');
  return (
    <Hit
      icon={UserRound}
      first={<span className="font-medium">{name ?? email ?? 'Name not known'}</span>}
      second={
        <>
          {isDeleted ? 'Deleted at Stripe · ' : null}
          {name && email ? `${email} · ` : null}
          <span className="font-mono">{id}</span>
        </>
      }
      aside={
        accounts.exact
          ? `${count} ${accounts.value === 1 ? 'account' : 'accounts'}`
          : `${count} accounts or more`
      }
    />
  );
}

function SessionContent({ session }: { session: SessionHit }) {
  const { id, origin, outcome, holder, firstSeenAt } = session;
  return (
    <Hit
      icon={Route}
      first={<span className="font-mono text-xs">{id}</span>}
      second={
        <>
          {holder.name ?? holder.id ?? 'Holder not named by Stripe'} · {originWords[origin] ?? `“${origin}”`}{' '}
          · <Time at={firstSeenAt} />
        </>
      }
      aside={<SessionOutcomeBadge outcome={outcome} />}
    />
  );
}
