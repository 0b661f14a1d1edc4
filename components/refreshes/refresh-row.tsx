// One refresh: state, last success, last try, when the next is allowed, and the button that starts it.
'use client';
import { Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import { RefreshStateText } from '@/components/accounts/refresh-state';
import { useBinding, useStripeTimed } from '@/components/shell/binding-context';
import { classNames } from '@/components/ui/class-names';
import { ProblemNote } from '@/components/ui/problem-note';
import { Time } from '@/components/ui/time';
import type { AccountDetail } from '@/domain/account';
import { dataThrough, freshnessOf, spanText, targetMs } from '@/domain/freshness';
import { featureWords, type RefreshFeature, type RefreshState, refreshKind } from '@/domain/refresh';
import { nextAllowedWord } from './off-words';
import { RefreshButton } from './refresh-button';
import type { RefreshDeed } from './use-refreshes';

interface RefreshRowProps {
  account: AccountDetail;
  state: RefreshState;
  refresh: RefreshDeed;
}

/** A row of the refresh panel; it keeps its height from requested over pending to its end. */
export function RefreshRow({ account, state, refresh }: RefreshRowProps) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.25fr)_5.75rem]">
      <div className={classNames('min-w-0 text-sm', canCome(account, state) && 'min-h-13')}>
        <h3 className="font-medium">{featureWords[state.feature]}</h3>
        {refresh.isPending ? <span className="text-pending">Requesting…</span> : <Standing state={state} />}
        {state.status === 'failed' ? <Kept account={account} state={state} /> : null}
        <TargetLine account={account} state={state} />
      </div>
      <Facts account={account} state={state} />
      <RefreshButton account={account} state={state} refresh={refresh} />
      {refresh.problem ? <ProblemNote problem={refresh.problem} className="col-span-full" /> : null}
    </li>
  );
}

/** Where data may come, three lines have their place from the first. */
const canCome = ({ status }: AccountDetail, { permitted }: RefreshState) => status === 'active' && permitted;

/** The state as a sentence: the word first, where the time alone would not say it. */
function Standing({ state }: { state: RefreshState }) {
  const isOver = useStripeTimed((now) => refreshKind(state, now) === 'succeeded');
  return isOver ? <span className="text-good">Succeeded</span> : <RefreshStateText state={state} isShort />;
}

/** Two clocks, never one for the other: of when the data is, and when Stripe last got some. */
function Facts({ account, state }: { account: AccountDetail; state: RefreshState }) {
  const through = dataThrough(account, state);
  // What cannot come has no times.
  if (!state.permitted && !state.status && !through) return <span className="max-sm:hidden" />;
  return (
    <dl className="col-span-full grid grid-cols-2 gap-x-3 gap-y-1 text-sm sm:col-span-1 sm:col-start-2 sm:row-start-1">
      <Fact name="Data through" hint={state.feature === 'balance' ? "The bank's own time" : noBankTime}>
        {through ? <Time at={through} /> : state.succeededAt ? 'Not in our copy' : 'No data seen'}
      </Fact>
      <Fact name="Last success">{state.succeededAt ? <Time at={state.succeededAt} /> : 'None seen'}</Fact>
      <Fact name="Last try">{state.attemptedAt ? <Time at={state.attemptedAt} /> : lastTryWord(state)}</Fact>
      <Fact name="Next allowed">
        <NextAllowed state={state} status={account.status} />
      </Fact>
    </dl>
  );
}

const lastTryWord = ({ status }: RefreshState) => (status ? 'Not told' : 'Never');

const noBankTime = 'Stripe tells no time of the bank for this: it is as of the last success';

/** Whether the data is as fresh as it should be; nothing where no target holds. */
function TargetLine({ account, state }: { account: AccountDetail; state: RefreshState }) {
  const kind = useStripeTimed((now) => freshnessOf(account, state, now));
  if (kind === null) return null;
  const target = spanText(targetMs(state.feature, account.subscriptions));
  if (kind === 'fresh') return <p className="text-xs text-faint">In target: at most {target} old</p>;
  return (
    <p className="flex items-center gap-1 text-xs text-warning">
      <Hourglass aria-hidden className="size-3 shrink-0" />
      {kind === 'late' ? `Older than its target of ${target}` : `No data yet; target ${target}`}
    </p>
  );
}

function Fact({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className="min-w-0" title={hint}>
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="text-quiet">{children}</dd>
    </div>
  );
}

function NextAllowed({ state, status }: { state: RefreshState; status: string }) {
  const { clockOffsetMs } = useBinding();
  const isLater = useStripeTimed((now) => state.nextAt !== null && Date.parse(state.nextAt) > now);
  // Where something else than time is in the way, the time is not what must be waited for.
  if (state.nextAt && isLater && state.permitted && !['disconnected', 'inactive'].includes(status)) {
    return <Time at={state.nextAt} offsetMs={clockOffsetMs} />;
  }
  return nextAllowedWord(state, status);
}

const keptNames: Record<RefreshFeature, string> = {
  balance: 'The figures',
  ownership: 'The owners',
  transactions: 'The transactions',
};

/** What came before this console first saw the account has no time here, and yet stays. */
function keptWord(account: AccountDetail, { feature }: RefreshState): string {
  const hasOwn = {
    balance: false,
    ownership: account.ownershipId,
    transactions: account.transactionRefreshId,
  };
  return hasOwn[feature] ? `${keptNames[feature]} that came before stay` : 'Nothing had arrived before';
}

/** A failed refresh takes nothing away: what is still shown, and of when. */
function Kept({ account, state }: Pick<RefreshRowProps, 'account' | 'state'>) {
  const { clockOffsetMs } = useBinding();
  const at = dataThrough(account, state);
  const offsetMs = state.feature === 'balance' ? 0 : clockOffsetMs;
  return (
    <p className="text-xs text-faint">
      {at ? (
        <>
          {keptNames[state.feature]} of <Time at={at} offsetMs={offsetMs} /> stay
        </>
      ) : (
        keptWord(account, state)
      )}
    </p>
  );
}
