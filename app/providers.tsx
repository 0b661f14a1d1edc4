// What every page stands in: the query cache, notes.
'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '@/components/api';
import { Toaster } from '@/components/ui/toast';

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server has just rendered needs no second reading.
        staleTime: 10_000,
        // Offline is said in words like any other failure, not waited out in silence.
        networkMode: 'always',
        // Only what may pass by itself is tried again: a refusal stays a refusal.
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.problem.status === 0,
      },
    },
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      {children}
      <Toaster />
    </QueryClientProvider>
  );
}
