// Which Stripe account, mode and clock this console is bound to, for every component below the shell.
'use client';
import { createContext, type ReactNode, useContext } from 'react';
import type { BindingView } from '@/domain/overview';
import { useTimed } from './clock';

const BindingContext = createContext<BindingView | null>(null);

/** Stands in the console's layout. */
export function BindingProvider({ binding, children }: { binding: BindingView; children: ReactNode }) {
  return <BindingContext value={binding}>{children}</BindingContext>;
}

/** The bound Stripe account; only below the shell. */
export function useBinding(): BindingView {
  const binding = useContext(BindingContext);
  if (!binding) throw new Error('useBinding is used outside the console shell');
  return binding;
}

/** Like `useTimed`, by Stripe's clock: renders again only when what `read` returns changes. */
export function useStripeTimed<T extends string | number | boolean | null>(read: (now: number) => T): T {
  const { clockOffsetMs } = useBinding();
  return useTimed((now) => read(now + clockOffsetMs));
}
