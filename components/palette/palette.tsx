// The palette: type, choose, go on. It finds pages, actions and themes by itself, and the rest by asking the server.
'use client';
import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { listActions, type PageAction } from '../actions/page-actions';
import { chooseTheme } from '../shell/theme';
import { PortalHome } from '../ui/portal-home';
import { notify } from '../ui/toast';
import { PaletteBody } from './palette-body';
import type { Choice } from './palette-items';
import type { PartProps } from './parts';

export function Palette({ isOpen, onClose, typed }: PartProps) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const toRun = useRef<PageAction | null>(null);
  const choose = (choice: Choice, inNewTab: boolean) => {
    if (choice.kind === 'go' && inNewTab) {
      window.open(choice.href, '_blank', 'noopener');
      return;
    }
    if (choice.kind === 'go') router.push(choice.href);
    if (choice.kind === 'theme') chooseTheme(choice.theme);
    if (choice.kind === 'run') toRun.current = choice.action;
    onClose();
  };
  const runChosen = () => {
    if (toRun.current) run(toRun.current);
    toRun.current = null;
  };
  const closeAgain = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    onClose();
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <PortalHome value={undefined}>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <Dialog.Popup
            initialFocus={input}
            onKeyDown={closeAgain}
            className="fixed top-3 left-1/2 z-40 flex max-h-[calc(100dvh-24px)] w-[calc(100vw-24px)] max-w-2xl -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-border bg-raised text-text shadow-lift outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 sm:top-[12vh] sm:max-h-[min(36rem,76vh)]"
          >
            <Dialog.Title className="sr-only">Find</Dialog.Title>
            <PaletteBody input={input} typed={typed} onChoose={choose} />
            <OnGone run={runChosen} />
          </Dialog.Popup>
        </PortalHome>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Runs when the dialog has left and the focus is back: an action may open a dialog or move the focus itself. */
function OnGone({ run }: { run: () => void }) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => () => queueMicrotask(() => latest.current()), []);
  return null;
}

/** As the page offers it now: it may have changed since the palette was opened. */
function run(chosen: PageAction): void {
  const action = listActions().find(({ id, group }) => id === chosen.id && group === chosen.group);
  if (action && !action.offReason) action.run();
  else notify({ title: `Not possible now: ${chosen.label}`, description: action?.offReason ?? undefined });
}
