// The one listener to keys: runs the page's actions, never while somebody types or a dialog is open.
'use client';
import { useEffect } from 'react';
import { notify } from '../ui/toast';
import { listActions, type PageAction } from './page-actions';

/** Between the two keys of "g a". */
const pauseMs = 1_200;
const typing = 'input, textarea, select, [contenteditable="true"]';
/** A toast is a dialog too, one that takes nothing away from the page. */
const dialogs = '[role="dialog"]:not([aria-modal="false"]), [role="alertdialog"]:not([aria-modal="false"])';
const closed = '[role="menu"], [role="listbox"]';
const pressed = 'a, button, summary, [role="button"]';

/** Stands once in the shell. */
export function ActionKeys() {
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (!key || event.defaultPrevented || event.isComposing || isElsewhere(event, key)) return;
      const sequence = first && event.timeStamp - first.at < pauseMs ? `${first.key} ${key}` : null;
      first = null;
      const actions = listActions();
      const action =
        actions.find(({ keys }) => keys === sequence && sequence !== null) ??
        actions.find(({ keys }) => keys === key);
      if (action) {
        event.preventDefault();
        // Moving about goes on while the key is held.
        if (!event.repeat || action.isKeyOnly) runOrSay(action, event.repeat);
      } else if (actions.some(({ keys }) => keys?.startsWith(`${key} `))) {
        first = { key, at: event.timeStamp };
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return null;
}

/** A key that does nothing says why, once. */
function runOrSay(action: PageAction, isRepeat: boolean): void {
  const { label, offReason } = action;
  if (!offReason) action.run();
  else if (!isRepeat) notify({ title: `${label.replace(/…$/, '')}: not now`, description: offReason });
}

/** "j", "X" (with Shift), "mod+k"; null for what is no key of ours. */
function keyOf(event: KeyboardEvent): string | null {
  if (event.altKey || event.key === 'Shift' || event.key === 'Meta' || event.key === 'Control') return null;
  return event.metaKey || event.ctrlKey ? `mod+${event.key.toLowerCase()}` : event.key;
}

/** Somebody types, a dialog has the keyboard, or Enter and Space belong to what is focused. */
function isElsewhere(event: KeyboardEvent, key: string): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (document.querySelector(dialogs)) return true;
  if (target?.closest(closed)) return true;
  if (key.startsWith('mod+')) return false;
  if (target?.closest(typing)) return !isToggle(target);
  return (key === 'Enter' || key === ' ') && Boolean(target?.closest(pressed));
}

/** A checkbox takes no text: keys go on to work where one is focused. */
const isToggle = (target: Element) =>
  target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio');
