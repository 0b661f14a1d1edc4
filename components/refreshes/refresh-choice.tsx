// "Refresh which?": the three refreshes to choose from by keyboard, each with the reason when it is off.
'use client';
import { type KeyboardEvent, type Ref, useId, useRef, useState } from 'react';
import { RefreshStateText } from '@/components/accounts/refresh-state';
import { usePageActions } from '@/components/actions/page-actions';
import { useStripeTimed } from '@/components/shell/binding-context';
import { Dialog } from '@/components/ui/dialog';
import { Time } from '@/components/ui/time';
import type { AccountDetail } from '@/domain/account';
import { featureWords, type RefreshFeature, type RefreshState, refreshKind } from '@/domain/refresh';
import { useFirstAllowed, useOffReason } from './off-reason';
import type { RefreshDeed } from './use-refreshes';

interface RefreshChoiceProps {
  account: AccountDetail;
  refreshes: Record<RefreshFeature, RefreshDeed>;
}

/** Opened by its key or from the palette: the buttons of the panel are there for the mouse. */
export function RefreshChoice({ account, refreshes }: RefreshChoiceProps) {
  const [isOpen, setIsOpen] = useState(false);
  usePageActions([
    { id: 'refresh', label: 'Refresh…', group: 'Account', keys: 'r', run: () => setIsOpen(true) },
  ]);
  const firstChoice = useRef<HTMLButtonElement>(null);
  const first = useFirstAllowed(account);
  const choose = (feature: RefreshFeature) => {
    setIsOpen(false);
    refreshes[feature].start();
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      initialFocus={firstChoice}
      title="Refresh which?"
      description="A refresh asks the bank through Stripe and may be billed."
    >
      <ul className="flex flex-col gap-2" onKeyDown={moveByArrows}>
        {account.refreshes.map((state) => (
          <Choice
            key={state.feature}
            ref={state.feature === first ? firstChoice : undefined}
            account={account}
            state={state}
            isPending={refreshes[state.feature].isPending}
            onChoose={() => choose(state.feature)}
          />
        ))}
      </ul>
    </Dialog>
  );
}

interface ChoiceProps {
  account: AccountDetail;
  state: RefreshState;
  isPending: boolean;
  onChoose: () => void;
  ref?: Ref<HTMLButtonElement>;
}

/** One that is off can be reached too, so that its reason is read. */
function Choice({ account, state, isPending, onChoose, ref }: ChoiceProps) {
  const noteId = useId();
  const reason = useOffReason(account, state.feature);
  const offReason = isPending ? 'It is being requested.' : reason;
  return (
    <li>
      <button
        ref={ref}
        type="button"
        aria-label={featureWords[state.feature]}
        aria-describedby={noteId}
        aria-disabled={offReason !== null || undefined}
        onClick={offReason === null ? onChoose : undefined}
        className="grid w-full grid-cols-[7rem_minmax(0,1fr)] items-start gap-3 rounded-md border border-edge bg-surface px-3 py-2 text-left transition-colors not-aria-disabled:hover:bg-hover aria-disabled:cursor-not-allowed aria-disabled:border-border aria-disabled:bg-sunken aria-disabled:text-faint"
      >
        <span className="font-medium">{featureWords[state.feature]}</span>
        <span id={noteId} className="text-sm text-quiet">
          {offReason ?? <Standing state={state} />}
        </span>
      </button>
    </li>
  );
}

/** A time alone would not say of what it is. */
function Standing({ state }: { state: RefreshState }) {
  const isOver = useStripeTimed((now) => refreshKind(state, now) === 'succeeded');
  if (!isOver || !state.attemptedAt) return <RefreshStateText state={state} />;
  return (
    <>
      Refreshed <Time at={state.attemptedAt} />
    </>
  );
}

/** The arrows move between the buttons, round and round. */
function moveByArrows(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const choices: Element[] = [...event.currentTarget.querySelectorAll('button')];
  const at = document.activeElement ? choices.indexOf(document.activeElement) : -1;
  const next = choices.at((Math.max(at, step > 0 ? -1 : 0) + step) % choices.length);
  if (next instanceof HTMLElement) next.focus();
}
