// The notes that stand at the corner of the page, fetched when the first one is raised: `Toaster` in toast.tsx brings them.
'use client';
import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { classNames } from './class-names';
import type { Note, ToastTone } from './toast';

const manager = Toast.createToastManager<{ tone: ToastTone }>();

const icons: Record<ToastTone, ReactNode> = {
  good: <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />,
  bad: <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />,
  neutral: <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-quiet" />,
};

/** Bad news stays until it is dismissed and is announced at once. */
function show({ title, description, tone = 'neutral' }: Note): void {
  const isBad = tone === 'bad';
  manager.add({
    title,
    description,
    data: { tone },
    timeout: isBad ? 0 : 6000,
    priority: isBad ? 'high' : 'low',
  });
}

/** `onReady` is given what shows a note, when the region that announces them stands. */
export function ToastList({ onReady }: { onReady: (showNote: (note: Note) => void) => void }) {
  useEffect(() => onReady(show), [onReady]);
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-3 bottom-3 z-60 flex w-[min(22rem,calc(100vw-24px))] flex-col gap-2">
          <Notes />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Notes() {
  const { toasts } = Toast.useToastManager<{ tone: ToastTone }>();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection="right"
      className={classNames(
        'rounded-lg border border-border bg-raised text-text shadow-lift transition-opacity',
        'data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0',
      )}
    >
      <Toast.Content className="flex items-start gap-2 p-3">
        {icons[toast.data?.tone ?? 'neutral']}
        <div className="min-w-0 flex-1">
          <Toast.Title className="text-base font-medium" />
          <Toast.Description
            render={<div />}
            className="max-h-48 overflow-y-auto text-sm [overflow-wrap:anywhere] text-quiet"
          />
        </div>
        <Toast.Close
          aria-label="Dismiss"
          className="-mt-0.5 -mr-1 inline-flex size-6 items-center justify-center rounded-sm text-quiet hover:bg-hover"
        >
          <X aria-hidden className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
