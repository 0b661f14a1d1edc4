// Asks the server a moment after the last key; what comes is of the text that stands there, or not shown.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { minSearchLength, type SearchAnswer } from '@/domain/search';
import { noHits, searchQuery, stillFound } from './search-queries';

const pauseMs = 150;

export interface Search {
  /** The text, without spaces around it. */
  q: string;
  hits: SearchAnswer;
  /** The server has not answered this text yet. */
  isLooking: boolean;
  /** The text is too short to look for. */
  isShort: boolean;
  error: unknown;
  /** Without waiting for more keys. */
  askNow: () => void;
  tryAgain: () => void;
}

/** The hits of what is typed. */
export function useSearch(typed: string): Search {
  const q = typed.trim();
  const isShort = [...q].length < minSearchLength;
  const [asked, setAsked] = useState(q);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(q), pauseMs);
    return () => clearTimeout(timer);
  }, [q]);
  const query = useQuery({
    ...searchQuery(asked),
    enabled: !isShort && [...asked].length >= minSearchLength,
    placeholderData: keepPreviousData,
  });
  const isOfThis = asked === q && !query.isPlaceholderData;
  const answer = query.data ?? noHits;
  return {
    q,
    hits: isShort ? noHits : isOfThis ? answer : stillFound(answer, q),
    isLooking: !isShort && (!isOfThis || query.isPending),
    isShort,
    error: isOfThis && !isShort ? query.error : null,
    askNow: () => setAsked(q),
    tryAgain: () => void query.refetch(),
  };
}
