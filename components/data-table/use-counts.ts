// The counts in the filters of a list: read once one is pointed at, kept up to date while one is open.
'use client';
import { type QueryKey, type UseQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api';

/** `counting` goes to each chip of the list. Closed chips ask nobody, however often the list changes. */
export function useCounts<Facets, Key extends QueryKey>(query: UseQueryOptions<Facets, Error, Facets, Key>) {
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const { data, error, isFetching } = useQuery({ ...query, enabled: isOpen });
  return {
    counts: data,
    counting: {
      onNear: () => void client.prefetchQuery(query),
      onOpenChange: setIsOpen,
      isCounting: isFetching,
      problem: error ? problemOf(error).detail : null,
    },
  };
}
