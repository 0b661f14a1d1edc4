// The counts in the filters of a list: read once one is pointed at, kept up to date while one is open.
'use client';
import {
  keepPreviousData,
  type QueryKey,
  type UseQueryOptions,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api';

/** `counting` goes to each chip of the list. Closed chips ask nobody, however often the list changes. */
export function useCounts<Facets, Key extends QueryKey>(query: UseQueryOptions<Facets, Error, Facets, Key>) {
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  // After a choice the menu keeps its values until they are counted under it.
  const { data, error, isFetching, isPlaceholderData } = useQuery<Facets, Error, Facets, Key>({
    ...query,
    enabled: isOpen,
    placeholderData: keepPreviousData,
  });
  return {
    counts: data,
    counting: {
      onNear: () => void client.prefetchQuery(query),
      onOpenChange: setIsOpen,
      isCounting: isFetching,
      isOld: isPlaceholderData,
      problem: error ? problemOf(error).detail : null,
    },
  };
}
