// One write of an operator: never sent twice by a double click, and under one request key for as long as it is one intent.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { problemOf, type ShownProblem } from './api';

interface CommandOptions<Input, Answer> {
  run: (input: Input, requestKey: string) => Promise<Answer>;
  onDone?: (answer: Answer, input: Input) => void;
  onRefused?: (problem: ShownProblem, input: Input) => void;
  /** What is acted on has an action without a result: once it has one, the note that it is kept has said its part. */
  isOpen?: boolean;
}

// After these nobody knows whether it happened: the retry must carry the same key.
const unsettled: ReadonlySet<ShownProblem['code']> = new Set([
  'offline',
  'no_answer',
  'unreadable_answer',
  'internal',
  'request_in_progress',
  'database_unavailable',
  'stripe_timeout',
]);

/** Nobody knows whether it happened. */
export const isUnsettled = ({ code, kept }: ShownProblem): boolean => kept === true || unsettled.has(code);

/** A command to start, whether it is under way, and the problem of its last try. */
export function useCommand<Input, Answer>({
  run,
  onDone,
  onRefused,
  isOpen = false,
}: CommandOptions<Input, Answer>) {
  const intent = useRef<{ content: string; requestKey: string } | null>(null);
  const isBusy = useRef(false);
  const mutation = useMutation({
    // The library would hold a write back while offline and send it later, when nobody expects it any more.
    networkMode: 'always',
    mutationFn: (input: Input) => {
      const content = JSON.stringify(input);
      const kept = intent.current?.content === content ? intent.current : null;
      intent.current = kept ?? { content, requestKey: crypto.randomUUID() };
      return run(input, intent.current.requestKey);
    },
    onSuccess: (answer, input) => {
      intent.current = null;
      onDone?.(answer, input);
    },
    onError: (error, input) => {
      const problem = problemOf(error);
      if (!isUnsettled(problem)) intent.current = null;
      onRefused?.(problem, input);
    },
    onSettled: () => {
      isBusy.current = false;
    },
  });
  const { error, reset } = mutation;
  const isKept = error !== null && problemOf(error).kept === true;
  const wasOpen = useRef(false);
  useEffect(() => {
    if (isKept && wasOpen.current && !isOpen) reset();
    wasOpen.current = isOpen;
  }, [isKept, isOpen, reset]);
  return {
    start(input: Input) {
      // The button goes off only with the next paint; a second click may come before it.
      if (isBusy.current) return;
      isBusy.current = true;
      mutation.mutate(input);
    },
    isPending: mutation.isPending,
    problem: error ? problemOf(error) : null,
    reset,
  };
}
