// Short notes about what just happened, announced to screen readers; anything in the browser may raise one.
'use client';
import type { ReactNode } from 'react';
import { problemOf, type ShownProblem } from '../api';
import { later, useLater } from './later';

export type ToastTone = 'good' | 'bad' | 'neutral';

export interface Note {
  title: string;
  description?: ReactNode;
  tone?: ToastTone;
}

const listPart = later(() => import('./toast-list'));

/** Raised before there was anything to show them. */
const waiting: Note[] = [];
let show: ((note: Note) => void) | null = null;

function onReady(showNote: (note: Note) => void): void {
  show = showNote;
  for (const note of waiting.splice(0)) show(note);
}

/** Says what happened. Bad news stays until it is dismissed and is announced at once. */
export function notify(note: Note): void {
  if (show) {
    show(note);
    return;
  }
  waiting.push(note);
  listPart
    .load()
    .catch((error: unknown) => console.warn(`Not shown before the network is back: ${note.title}`, error));
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
  const part = useLater(listPart);
  return part ? <part.ToastList onReady={onReady} /> : null;
}
