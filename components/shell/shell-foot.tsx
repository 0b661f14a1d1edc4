// The foot of the navigation: how fresh the copy is, which Stripe account it is of, light or dark.
'use client';
import { classNames } from '../ui/class-names';
import { MonoId } from '../ui/mono-id';
import { useBinding } from './binding-context';
import { Freshness } from './freshness';
import { ThemeMenu } from './theme-menu';

export function ShellFoot({ isFull = false }: { isFull?: boolean }) {
  const { stripeAccountId, stripeName } = useBinding();
  const wide = isFull ? 'block' : 'hidden lg:block';
  return (
    <div className="mt-auto flex flex-col gap-3 p-3">
      <div className={classNames('px-1', wide)}>
        <Freshness />
      </div>
      <div
        className={classNames(
          'flex items-center gap-1 border-t border-border pt-3',
          isFull ? 'justify-between' : 'justify-center lg:justify-between',
        )}
      >
        <div className={classNames('min-w-0 pl-1', wide)}>
          <p className="truncate text-sm font-medium" title={stripeName ?? undefined}>
            {stripeName ?? 'Stripe account'}
          </p>
          <MonoId id={stripeAccountId} what="Stripe account id" />
        </div>
        <ThemeMenu />
      </div>
    </div>
  );
}
