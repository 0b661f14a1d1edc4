// Which world the data is of, across the whole width: nobody should mistake live data for a test.
'use client';
import { FlaskConical, Radio, Theater } from 'lucide-react';
import type { BindingView } from '@/domain/overview';
import { classNames } from '../ui/class-names';
import { useBinding } from './binding-context';
import { CopyLine } from './copy-line';

const modes: Record<
  BindingView['mode'],
  { look: string; word: string; meaning: string; icon: typeof Radio }
> = {
  emulator: {
    look: 'bg-emulator-fill text-on-emulator-fill',
    word: 'Emulator',
    meaning: 'Invented people and accounts. No bank is asked.',
    icon: Theater,
  },
  test: {
    look: 'bg-test-fill text-on-test-fill',
    word: 'Test mode',
    meaning: 'Stripe test data. No real account is touched.',
    icon: FlaskConical,
  },
  live: {
    look: 'bg-live-fill text-on-live-fill',
    word: 'Live data',
    meaning: 'Real people. What you do here reaches Stripe and their banks.',
    icon: Radio,
  },
};

export function ModeStrip() {
  const { mode, apiVersion, previewRefused } = useBinding();
  const { look, word, meaning, icon: Icon } = modes[mode];
  return (
    <div
      className={classNames(
        'flex h-(--mode-height) items-center gap-2 overflow-hidden px-4 text-xs whitespace-nowrap sm:px-6 lg:px-4',
        look,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <strong className="font-semibold">{word}</strong>
      {/* Cut off it would say less than nothing: a phone has room for the word alone. */}
      <span className="truncate max-sm:sr-only">{meaning}</span>
      {previewRefused ? (
        <span className="ml-auto truncate font-medium">
          Stripe refused the preview version; with {apiVersion} causes and relinks are missing
        </span>
      ) : null}
      <CopyLine />
    </div>
  );
}
