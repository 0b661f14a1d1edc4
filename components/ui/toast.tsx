// Short notes about what just happened, announced to screen readers; anything in the browser may raise one.
'use client';
import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { problemOf, type ShownProblem } from '../api';
import { classNames } from './class-names';

export type ToastTone = 'good' | 'bad' | 'neutral';

const manager = Toast.createToastManager<{ tone: ToastTone }>();

const icons: Record<ToastTone, ReactNode> = {
  good: <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />,
  bad: <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />,
  neutral: <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-quiet" />,
};

/** Says what happened. Bad news stays until it is dismissed and is announced at once. */
export function notify({
  title,
  description,
  tone = 'neutral',
}: {
  title: string;
  description?: ReactNode;
  tone?: ToastTone;
}): void {
  const isBad = tone === 'bad';
  manager.add({
    title,
    description,
    data: { tone },
    timeout: isBad ? 0 : 6000,
    priority: isBad ? 'high' : 'low',
  });
}

/** Says why something failed, with the request id to quote. */
export function notifyError(title: string, error: unknown): void {
  notify({ title, description: <ProblemNote problem={problemOf(error)} />, tone: 'bad' });
}

function ProblemNote({ problem }: { problem: ShownProblem }) {
  return (
    <>
      {problem.detail}
      {problem.requestId ? (
        <code className="mt-1 block font-mono text-xs text-faint">{problem.requestId}</code>
      ) : null}
    </>
  );
}

/** Where the notes stand; once in the whole page. */
export function Toaster() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-3 bottom-3 z-60 flex w-[min(22rem,calc(100vw-24px))] flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
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
