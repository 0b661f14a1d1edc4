// What stands in every page of the palette: its keys, those that lead to pages, and the place where it opens.
'use client';
import { useRouter } from 'next/navigation';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import { usePageActions } from '../actions/page-actions';
import { places } from '../shell/places';
import { notifyError } from '../ui/toast';
import { everywhere, goTo } from './groups';
import { closePart, openPart, type PartName, useOpened } from './opened';
import { loadPart, type PartProps } from './parts';

/** Stands once in the shell, before the pages: a page may take one of these keys for itself. */
export function PaletteDoor() {
  useKeysEverywhere();
  return (
    <>
      <Part name="palette" />
      <Part name="keys" />
    </>
  );
}

function useKeysEverywhere(): void {
  const router = useRouter();
  usePageActions([
    {
      id: 'find',
      label: 'Find or do anything',
      group: everywhere,
      keys: 'mod+k',
      isKeyOnly: true,
      run: () => openPart('palette'),
    },
    { id: 'show-keys', label: 'Show all keys', group: everywhere, keys: '?', run: () => openPart('keys') },
    ...places.map(({ href, label, keys }) => ({
      id: `go-to-${label}`,
      label,
      group: goTo,
      keys,
      // The palette lists the pages itself.
      isKeyOnly: true,
      run: () => router.push(href),
    })),
  ]);
}

/** Nothing until it is first opened; then it is loaded and stays. */
function Part({ name }: { name: PartName }) {
  const isOpen = useOpened() === name;
  const [Loaded, setLoaded] = useState<ComponentType<PartProps> | null>(null);
  const isAwaited = isOpen && Loaded === null;
  const typed = useTypedMeanwhile(isOpen, isAwaited);
  useEffect(() => {
    if (!isAwaited) return;
    loadPart(name).then(
      (component) => setLoaded(() => component),
      (error: unknown) => {
        closePart();
        notifyError('This could not be loaded', error);
      },
    );
  }, [isAwaited, name]);
  return Loaded ? <Loaded isOpen={isOpen} onClose={closePart} typed={typed} /> : null;
}

/** Who presses ⌘K goes on typing at once: until the palette is there it is kept for it, and runs no other key. */
function useTypedMeanwhile(isOpen: boolean, isAwaited: boolean): string {
  const [typed, setTyped] = useState('');
  const text = useRef('');
  // It was for that one opening.
  if (!isOpen && typed) setTyped('');
  useEffect(() => {
    if (!isAwaited) return;
    text.current = '';
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
      if (event.key === 'Escape') closePart();
      else if (event.key === 'Backspace') text.current = text.current.slice(0, -1);
      else if (event.key.length === 1) text.current += event.key;
      else return;
      event.preventDefault();
      event.stopPropagation();
      setTyped(text.current);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [isAwaited]);
  return typed;
}
