// The field of the palette, its results, and at the foot how many there are; it lives while the palette is open.
'use client';
import { Dialog } from '@base-ui/react/dialog';
import { Search as SearchSign, X } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type RefObject, useId, useRef, useState } from 'react';
import { listActions } from '../actions/page-actions';
import { problemOf } from '../api';
import { Button } from '../ui/button';
import { ProblemNote } from '../ui/problem-note';
import { Spinner } from '../ui/spinner';
import { type Choice, type PaletteItem, paletteGroups } from './palette-items';
import { optionId, PaletteList } from './palette-list';
import { type Search, useSearch } from './use-search';

interface PaletteBodyProps {
  input: RefObject<HTMLInputElement | null>;
  /** What stands in the field at first. */
  typed: string;
  onChoose: (choice: Choice, inNewTab: boolean) => void;
}

export function PaletteBody({ input, typed, onChoose }: PaletteBodyProps) {
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(typed);
  // Null: nobody has moved yet, the first one counts.
  const [moved, setMoved] = useState<number | null>(null);
  const search = useSearch(text);
  const groups = paletteGroups(search.q, listActions(), search.hits);
  const items = groups.flatMap((group) => group.items);
  const active = items[moved ?? -1] ? (moved ?? 0) : firstOn(items);

  const type = (next: string) => {
    setText(next);
    setMoved(null);
    list.current?.scrollTo(0, 0);
  };
  const move = (by: number) => {
    if (items.length === 0) return;
    const next = (active + by + items.length) % items.length;
    setMoved(next);
    document.getElementById(optionId(listId, next))?.scrollIntoView({ block: 'nearest' });
  };
  const choose = (item: PaletteItem, { metaKey, ctrlKey }: KeyboardEvent | MouseEvent) => {
    if (!item.offReason) onChoose(item.choice, metaKey || ctrlKey);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // While a word is being composed these keys belong to it.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') {
      const item = items[active];
      if (item) choose(item, event);
      else search.askNow();
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex shrink-0 items-center gap-2.5 border-b border-border pr-2 pl-4 has-[input:focus-visible]:border-focus">
        <SearchSign aria-hidden className="size-4 shrink-0 text-faint" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Find an account, a page or an action"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-activedescendant={items.length > 0 ? optionId(listId, active) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={200}
          placeholder="Account, holder, page or action"
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
        <Dialog.Close
          aria-label="Close"
          className="inline-flex size-8 items-center justify-center rounded-md text-quiet hover:bg-hover hover:text-text"
        >
          <X aria-hidden className="size-4" />
        </Dialog.Close>
      </div>
      <PaletteList
        ref={list}
        id={listId}
        groups={groups}
        active={active}
        onPoint={setMoved}
        onChoose={choose}
      />
      <Notes search={search} isEmpty={items.length === 0} />
      <Foot search={search} count={items.length} />
    </>
  );
}

/** An action that is off is shown with its reason, but not offered first. */
const firstOn = (items: PaletteItem[]) =>
  Math.max(
    0,
    items.findIndex(({ offReason }) => !offReason),
  );

/** What went wrong, or why there is nothing. */
function Notes({ search, isEmpty }: { search: Search; isEmpty: boolean }) {
  const { q, error, isLooking, isShort, tryAgain } = search;
  if (error) {
    return (
      <div className="shrink-0 border-t border-border px-4 py-3 first:border-t-0">
        <p className="mb-1 font-medium">Accounts, holders and sessions could not be looked through</p>
        <ProblemNote problem={problemOf(error)}>
          <Button size="sm" className="mt-1.5" onClick={tryAgain}>
            Try again
          </Button>
        </ProblemNote>
      </div>
    );
  }
  if (!isEmpty || isLooking) return null;
  return (
    <div className="px-4 py-8 text-center">
      <p className="font-medium [overflow-wrap:anywhere]">
        {isShort ? 'One more character, please' : `Nothing matches “${q}”`}
      </p>
      <p className="mx-auto mt-1 max-w-md text-sm text-quiet">
        Accounts are found by id, last four digits, institution, account name, and the holder’s name or
        e-mail; holders by name, e-mail or id; sessions by the start of their id.
      </p>
    </div>
  );
}

/** One line that is always there, so that nothing jumps; it is heard when it changes. */
function Foot({ search, count }: { search: Search; count: number }) {
  return (
    <div className="flex h-9 shrink-0 items-center justify-between gap-3 border-t border-border px-4 text-xs text-faint">
      <p role="status" className="flex min-w-0 items-center gap-1.5 truncate">
        <FootWords search={search} count={count} />
      </p>
      <p aria-hidden className="flex shrink-0 gap-3 max-sm:hidden">
        <span>↑ ↓ to move</span>
        <span>Enter to open</span>
        <span>Esc to close</span>
      </p>
    </div>
  );
}

function FootWords({ search: { q, isLooking, isShort }, count }: { search: Search; count: number }) {
  if (q === '') return 'Type to find accounts, holders and sessions';
  if (isLooking) {
    return (
      <>
        <Spinner />
        Looking in accounts, holders and sessions…
      </>
    );
  }
  const results = count === 1 ? '1 result' : `${count} results`;
  return isShort ? `${results}; accounts from two characters on` : results;
}
