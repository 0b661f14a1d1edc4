// The state of an account: icon, word and colour, and the cause in words.
'use client';
import {
  CircleCheck,
  CircleHelp,
  CircleMinus,
  CircleSlash,
  ClockAlert,
  type LucideIcon,
  RotateCw,
  Unplug,
} from 'lucide-react';
import type { AccountRow } from '@/domain/account';
import {
  type AccountStateKind,
  accountStateKind,
  accountStates,
  causeText,
  unknownStateWord,
} from '@/domain/account-state';
import { zonedTime } from '@/domain/time';
import { useZoned } from '../shell/clock';
import { toneText } from '../ui/badge';
import { classNames } from '../ui/class-names';
import { DateText } from '../ui/time';

type StatusFacts = Pick<AccountRow, 'status' | 'cause' | 'action' | 'expectedDeactivationAt'>;

const icons: Record<AccountStateKind, LucideIcon> = {
  active: CircleCheck,
  expiring: ClockAlert,
  renew_early: RotateCw,
  needs_relink: Unplug,
  not_repairable: CircleSlash,
  inactive_unexplained: CircleHelp,
  disconnected: CircleMinus,
  unknown: CircleHelp,
};

/** Small: for rows, the cause beneath. Medium: for the head of a page, the word alone. */
export function AccountStatus({ account, size = 'sm' }: { account: StatusFacts; size?: 'sm' | 'md' }) {
  const kind = accountStateKind(account);
  const Icon = icons[kind];
  const note = size === 'sm' ? statusNote(account, kind) : null;
  const noteTitle = useZoned((zone) => titleOf(account, kind, zone));
  return (
    <span className={classNames('flex min-w-0 items-start gap-1.5', size === 'sm' ? 'text-sm' : 'text-base')}>
      <Icon
        aria-hidden
        className={classNames('mt-0.5 size-3.5 shrink-0', toneText[accountStates[kind].tone])}
      />
      <span className="min-w-0 sm:group-data-[density=compact]/table:flex sm:group-data-[density=compact]/table:gap-1.5">
        <span
          className={classNames(
            'block break-words sm:group-data-[density=compact]/table:shrink-0 sm:group-data-[density=compact]/table:max-w-full sm:group-data-[density=compact]/table:truncate',
            wordLook(kind),
          )}
        >
          <StatusWord account={account} kind={kind} />
        </span>
        {note ? (
          <span
            title={noteTitle}
            className="block truncate text-xs text-faint sm:group-data-[density=compact]/table:leading-[18px]"
          >
            {note}
          </span>
        ) : null}
      </span>
    </span>
  );
}

/** A healthy account is the rule: its word stays plain, so that the others stand out. */
function wordLook(kind: AccountStateKind): string {
  return kind === 'active' ? 'text-text' : classNames('font-medium', toneText[accountStates[kind].tone]);
}

function StatusWord({ account, kind }: { account: StatusFacts; kind: AccountStateKind }) {
  if (kind === 'expiring' && account.expectedDeactivationAt) {
    return (
      <>
        Expires <DateText at={account.expectedDeactivationAt} />
      </>
    );
  }
  if (kind !== 'unknown') return accountStates[kind].word;
  return unknownStateWord(account);
}

/** The second line: why, or until when. */
function statusNote(account: StatusFacts, kind: AccountStateKind) {
  if (account.status === 'inactive' && account.cause) return causeText(account.cause).label;
  if (kind === 'renew_early' && account.expectedDeactivationAt) {
    return (
      <>
        by <DateText at={account.expectedDeactivationAt} />
      </>
    );
  }
  return null;
}

/** The second line in full, for where it has no room. */
function titleOf(account: StatusFacts, kind: AccountStateKind, zone?: string): string {
  if (account.status === 'inactive' && account.cause) return causeText(account.cause).label;
  if (kind !== 'renew_early' || !account.expectedDeactivationAt) return '';
  return `Access expires ${zonedTime(account.expectedDeactivationAt, zone)}`;
}
