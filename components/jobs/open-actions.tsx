// What operators asked of Stripe and no answer is known of yet: the overview's figure leads here.
import { MonoId } from '@/components/ui/mono-id';
import { Time } from '@/components/ui/time';
import { auditWords } from '@/domain/audit';
import type { OpenAction } from '@/domain/job';

/** Nothing where every action has its result. */
export function OpenActions({ actions }: { actions: OpenAction[] }) {
  if (actions.length === 0) return null;
  return (
    <section aria-label="Actions without a result" className="mt-6">
      <h3 className="text-sm font-medium">Actions without a result</h3>
      <p className="mb-1 text-sm text-quiet">
        Asked of Stripe, and the answer is not known yet. Each goes on by itself until it is.
      </p>
      <ul className="divide-y divide-border border-t border-border">
        {actions.map((action) => (
          <li key={action.id} className="py-2 text-sm">
            <OpenLine action={action} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OpenLine({ action: { verb, accountId, actor, createdAt, attempts } }: { action: OpenAction }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        <span>{auditWords(verb)}</span>
        {accountId ? <MonoId id={accountId} what="account id" href={`/accounts/${accountId}`} /> : null}
      </p>
      <p className="text-xs text-faint">
        Asked by {actor} <Time at={createdAt} /> · tried {attempts === 1 ? 'once' : `${attempts} times`}
      </p>
    </>
  );
}
