// In the place of rows that the filters leave out: which are set, and a way to drop each.
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { type SetFilter, whyEmpty } from './set-filter';

/** `children` are other ways on, before those that drop a filter; `description` replaces the names of the filters. */
export function DropFilters({
  title,
  filters,
  onClear,
  description,
  children,
}: {
  title: string;
  filters: readonly SetFilter[];
  onClear: () => void;
  description?: string;
  children?: ReactNode;
}) {
  return (
    <EmptyState
      icon={<SearchX aria-hidden className="size-6" />}
      title={title}
      description={
        // What was typed, and the names of banks, have no limit.
        <span className="line-clamp-4 [overflow-wrap:anywhere]">{description ?? whyEmpty(filters)}</span>
      }
    >
      {children}
      {filters.map(({ label, drop }) => (
        <Button key={label} onClick={drop}>
          Drop {label}
        </Button>
      ))}
      {filters.length > 1 ? (
        <Button variant="ghost" onClick={onClear}>
          Clear all filters
        </Button>
      ) : null}
    </EmptyState>
  );
}
