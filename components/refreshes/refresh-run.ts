// Asks for a refresh of many accounts, a few at a time: each is asked once, and each has its own result.
'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { refreshAccount } from '@/components/account/account-commands';
import { problemOf, type ShownProblem } from '@/components/api';
import { isUnsettled } from '@/components/use-command';
import type { AccountDetail } from '@/domain/account';
import type { RefreshFeature } from '@/domain/refresh';

/** Few enough to leave the budget of calls to everybody else. */
const atOnce = 3;

export type ItemResult =
  | { state: 'waiting' }
  | { state: 'asking' }
  /** With the account as the answer told it: what a list holds may be older. */
  | { state: 'asked'; account: AccountDetail }
  | { state: 'refused'; problem: ShownProblem }
  /** Nobody knows yet whether it happened; asking again sends no second one. */
  | { state: 'unsettled'; problem: ShownProblem };

export interface RefreshRun {
  results: ReadonlyMap<string, ItemResult>;
  isRunning: boolean;
  start: (ids: readonly string[], feature: RefreshFeature) => void;
  /** What is under way ends; nothing more is sent. */
  stop: () => void;
}

/** Keeps the request key of an account for as long as nobody knows whether it was asked: trying again sends no second one. */
export function useRefreshRun(onArrived: (account: AccountDetail) => void): RefreshRun {
  const [results, setResults] = useState<ReadonlyMap<string, ItemResult>>(new Map());
  const [isRunning, setIsRunning] = useState(false);
  const isStopped = useRef(false);
  const keys = useRef(new Map<string, string>());
  const arrived = useRef(onArrived);
  useEffect(() => {
    arrived.current = onArrived;
  });
  useEffect(
    () => () => {
      isStopped.current = true;
    },
    [],
  );
  useWarning(isRunning);

  const start = useCallback((ids: readonly string[], feature: RefreshFeature) => {
    const note = (id: string, result: ItemResult) => setResults((before) => new Map(before).set(id, result));
    const waiting = [...ids];
    const ask = async (id: string) => {
      const name = `${feature} ${id}`;
      const key = keys.current.get(name) ?? crypto.randomUUID();
      keys.current.set(name, key);
      note(id, { state: 'asking' });
      try {
        const { account } = await refreshAccount(id, [feature], key);
        keys.current.delete(name);
        arrived.current(account);
        note(id, { state: 'asked', account });
      } catch (error) {
        const problem = problemOf(error);
        if (!isUnsettled(problem)) keys.current.delete(name);
        note(id, { state: isUnsettled(problem) ? 'unsettled' : 'refused', problem });
      }
    };
    const work = async () => {
      for (let id = waiting.shift(); id && !isStopped.current; id = waiting.shift()) await ask(id);
    };
    isStopped.current = false;
    setIsRunning(true);
    setResults((before) => {
      const after = new Map(before);
      for (const id of ids) after.set(id, { state: 'waiting' });
      return after;
    });
    void Promise.all(Array.from({ length: atOnce }, work)).then(() => setIsRunning(false));
  }, []);
  const stop = useCallback(() => {
    isStopped.current = true;
  }, []);
  return { results, isRunning, start, stop };
}

/** Whoever leaves now leaves the rest unasked: the browser asks first. */
function useWarning(isRunning: boolean): void {
  useEffect(() => {
    if (!isRunning) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isRunning]);
}
