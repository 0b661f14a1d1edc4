// Search as you type: asks a moment after the last key; "/" puts the cursor here.
'use client';
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { usePageActions } from '../actions/page-actions';
import { classNames } from '../ui/class-names';
import { controlLook } from '../ui/input';

const pauseMs = 250;

interface SearchBoxProps {
  label: string;
  placeholder: string;
  value: string;
  onSearch: (text: string) => void;
  className?: string;
}

export function SearchBox({ label, placeholder, value, onSearch, className }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [typed, setTyped] = useState({ text: value, of: value });
  // The value changed under us (back, "clear all"): what was typed no longer counts.
  if (typed.of !== value) setTyped({ text: typed.text.trim() === value ? typed.text : value, of: value });

  usePageActions([
    {
      id: 'search',
      label,
      group: 'List',
      keys: '/',
      run: () => {
        input.current?.focus();
        input.current?.select();
      },
    },
  ]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (text: string, delayMs: number) => {
    setTyped({ text, of: value });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(text.trim()), delayMs);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') search(typed.text, 0);
    if (event.key !== 'Escape') return;
    if (typed.text) search('', 0);
    else input.current?.blur();
  };
  return (
    <search className={classNames('relative block', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        value={typed.text}
        onChange={(event) => search(event.target.value, pauseMs)}
        onKeyDown={onKeyDown}
        className={classNames(controlLook, 'peer h-8 pr-8 pl-8')}
      />
      {typed.text ? (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => {
            search('', 0);
            input.current?.focus();
          }}
          className="absolute top-1 right-1 inline-flex size-6 items-center justify-center rounded-sm text-quiet hover:bg-hover"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-1.5 right-2 hidden rounded-sm border border-border bg-sunken px-1.5 font-mono text-xs text-faint peer-focus:hidden sm:block"
        >
          /
        </kbd>
      )}
    </search>
  );
}
