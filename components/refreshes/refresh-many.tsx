// Refresh of the selected accounts: which data, how many can be asked now and why the others cannot, then each one's result.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, Clock, Hourglass } from 'lucide-react';
import { useState } from 'react';
import { accountQuery, showAccount } from '@/components/account/account-queries';
import { RefreshStateText } from '@/components/accounts/refresh-state';
import { isLive } from '@/components/live/live-state';
import { useBinding } from '@/components/shell/binding-context';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FieldGroup } from '@/components/ui/field';
import { Spinner } from '@/components/ui/spinner';
import type { AccountDetail, AccountRow } from '@/domain/account';
import { canRefresh, refreshFactsOf } from '@/domain/account-actions';
import { institutionText } from '@/domain/institution';
import type { ProblemCode } from '@/domain/problem';
import { featureWords, type RefreshFeature, refreshFeatures } from '@/domain/refresh';
import { newerOf } from '@/domain/version';
import { type ItemResult, type RefreshRun, useRefreshRun } from './refresh-run';

interface RefreshManyProps {
  /** In the order in which they are asked. */
  ids: readonly string[];
  /** Those of them that are on the screen, in their newest state; the others are judged by the server. */
  rows: ReadonlyMap<string, AccountRow>;
  onClose: () => void;
}

export function RefreshMany({ ids, rows, onClose }: RefreshManyProps) {
  const client = useQueryClient();
  const { clockOffsetMs } = useBinding();
  const [feature, setFeature] = useState<RefreshFeature>('balance');
  const run = useRefreshRun((account) => showAccount(client, account));
  const [asked, setAsked] = useState<{ ids: readonly string[]; feature: RefreshFeature } | null>(null);
  // As it was when the dialog opened: what is being asked must not change its own count.
  const [openedAt] = useState(() => Date.now() + clockOffsetMs);
  const plans = new Map(refreshFeatures.map((each) => [each, planOf(ids, rows, each, openedAt)]));
  const plan = plans.get(feature);
  const start = (chosen: readonly string[]) => {
    setAsked((before) => before ?? { ids: chosen, feature });
    run.start(chosen, feature);
  };
  const idsIn = (...states: ItemResult['state'][]) =>
    [...run.results].filter(([, { state }]) => states.includes(state)).map(([id]) => id);
  const count = countOf(ids.length);
  return (
    <Dialog
      open
      size="lg"
      locked={run.isRunning}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={
        asked ? `${featureWords[asked.feature]}: refresh of ${countOf(asked.ids.length)}` : `Refresh ${count}`
      }
      description="A refresh asks the bank through Stripe and may be billed, each account once."
      footer={
        asked ? (
          <RunButtons
            run={run}
            refused={idsIn('refused', 'unsettled')}
            left={idsIn('waiting')}
            onRetry={start}
            onClose={onClose}
          />
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              disabledReason={plan && plan.ids.length > 0 ? null : 'None of them can be asked for this now.'}
              onClick={() => plan && start(plan.ids)}
            >
              Refresh {featureWords[feature].toLowerCase()} of{' '}
              {(plan?.ids.length ?? 0).toLocaleString('en-US')}
            </Button>
          </>
        )
      }
    >
      {asked ? (
        <Results ids={asked.ids} feature={asked.feature} rows={rows} run={run} />
      ) : (
        <FieldGroup label="Refresh which data?">
          {refreshFeatures.map((each) => (
            <label key={each} className="flex items-baseline gap-2 py-0.5">
              <input
                type="radio"
                name="feature"
                className="accent-(--accent)"
                checked={feature === each}
                onChange={() => setFeature(each)}
              />
              <span>
                {featureWords[each]}
                <span className="block text-sm text-faint">{planText(plans.get(each))}</span>
              </span>
            </label>
          ))}
        </FieldGroup>
      )}
    </Dialog>
  );
}

interface Plan {
  ids: string[];
  /** Of them, those that this page has not loaded: whether they can be asked is for the server to say. */
  unseen: number;
  /** How many cannot be asked, by why. */
  off: Map<ProblemCode, number>;
}

function planOf(
  ids: readonly string[],
  rows: ReadonlyMap<string, AccountRow>,
  feature: RefreshFeature,
  now: number,
): Plan {
  const plan: Plan = { ids: [], unseen: 0, off: new Map() };
  for (const id of ids) {
    const row = rows.get(id);
    const verdict = row ? canRefresh(refreshFactsOf(row), feature, now) : { allowed: true as const };
    if (!row) plan.unseen += 1;
    if (verdict.allowed) plan.ids.push(id);
    else plan.off.set(verdict.code, (plan.off.get(verdict.code) ?? 0) + 1);
  }
  return plan;
}

const offWords: Partial<Record<ProblemCode, string>> = {
  account_disconnected: 'disconnected',
  account_inactive: 'inactive',
  permission_missing: 'not permitted by the customer',
  refresh_pending: 'under way already',
  refresh_not_yet: 'not allowed by Stripe yet',
};

function planText(plan: Plan | undefined): string {
  if (!plan) return '';
  const off = [...plan.off].map(
    ([code, count]) => `${count.toLocaleString('en-US')} ${offWords[code] ?? code}`,
  );
  const can = `${(plan.ids.length - plan.unseen).toLocaleString('en-US')} can be asked now`;
  const unseen =
    plan.unseen > 0 ? [`${plan.unseen.toLocaleString('en-US')} not in this list, each asked and told`] : [];
  return [can, ...unseen, ...off].join('; ');
}

const countOf = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'account' : 'accounts'}`;

function RunButtons({
  run,
  refused,
  left,
  onRetry,
  onClose,
}: {
  run: RefreshRun;
  refused: string[];
  left: string[];
  onRetry: (ids: string[]) => void;
  onClose: () => void;
}) {
  if (run.isRunning) return <Button onClick={run.stop}>Stop after those under way</Button>;
  return (
    <>
      {left.length > 0 ? (
        <Button onClick={() => onRetry(left)}>Go on with {countOf(left.length)}</Button>
      ) : null}
      {refused.length > 0 ? (
        <Button onClick={() => onRetry(refused)}>Try {countOf(refused.length)} again</Button>
      ) : null}
      <Button variant="primary" onClick={onClose}>
        Done
      </Button>
    </>
  );
}

/** More than a dialog needs to show: the rest is counted, and what was refused always stands here. */
const mostShown = 200;

function Results({
  ids,
  feature,
  rows,
  run,
}: {
  ids: readonly string[];
  feature: RefreshFeature;
  rows: ReadonlyMap<string, AccountRow>;
  run: RefreshRun;
}) {
  const counts = { asked: 0, refused: 0, unsettled: 0 };
  for (const { state } of run.results.values())
    if (state in counts) counts[state as keyof typeof counts] += 1;
  const done = counts.asked + counts.refused + counts.unsettled;
  const isNotable = (id: string) => {
    const state = run.results.get(id)?.state;
    return state === 'refused' || state === 'unsettled';
  };
  const shown = ids.filter((id, at) => at < mostShown || isNotable(id));
  return (
    <>
      <p role="status" className="mb-1 text-sm">
        {done.toLocaleString('en-US')} of {ids.length.toLocaleString('en-US')} asked
        {counts.refused > 0 ? `, ${counts.refused.toLocaleString('en-US')} of them refused` : ''}
        {counts.unsettled > 0 ? `, ${counts.unsettled.toLocaleString('en-US')} of them not known yet` : ''}
        {run.isRunning ? '…' : '. What arrives shows here and in the list.'}
      </p>
      <progress
        aria-label="Accounts asked"
        max={ids.length}
        value={done}
        className="mb-3 block h-1 w-full appearance-none overflow-hidden rounded-sm bg-sunken accent-(--accent)"
      />
      <ul className="divide-y divide-border">
        {shown.map((id) => (
          <li key={id} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-4 py-1.5 text-sm">
            <span className="min-w-0">
              <Who id={id} row={rows.get(id)} />
            </span>
            <span className="min-w-0">
              <Result id={id} result={run.results.get(id)} row={rows.get(id)} feature={feature} />
            </span>
          </li>
        ))}
      </ul>
      {shown.length < ids.length ? (
        <p className="pt-2 text-sm text-faint">
          and {(ids.length - shown.length).toLocaleString('en-US')} more that were not refused
        </p>
      ) : null}
    </>
  );
}

function Who({ id, row }: { id: string; row: AccountRow | undefined }) {
  if (!row) return <span className="block truncate font-mono text-xs leading-[18px]">{id}</span>;
  return (
    <>
      <span className="block truncate font-medium">{institutionText(row.institutionName)}</span>
      <span className="flex gap-1 text-xs text-faint">
        <span className="truncate">{row.displayName ?? 'No name'}</span>
        {row.last4 ? <span className="shrink-0">••{row.last4}</span> : null}
      </span>
    </>
  );
}

const iconLook = 'mt-0.5 size-3.5 shrink-0';

function Result({
  id,
  result,
  row,
  feature,
}: {
  id: string;
  result: ItemResult | undefined;
  row: AccountRow | undefined;
  feature: RefreshFeature;
}) {
  if (!result || result.state === 'waiting') {
    return (
      <span className="flex gap-1 text-faint">
        <Clock aria-hidden className={iconLook} />
        Waits
      </span>
    );
  }
  if (result.state === 'asking') {
    return (
      <span className="flex gap-1 text-pending">
        <Spinner className="mt-0.5" />
        Asking…
      </span>
    );
  }
  if (result.state === 'refused' || result.state === 'unsettled') {
    const { detail, requestId, stripe } = result.problem;
    const isOpen = result.state === 'unsettled';
    const Icon = isOpen ? Hourglass : CircleAlert;
    return (
      <span className={`flex gap-1 ${isOpen ? 'text-pending' : 'text-bad'}`}>
        <Icon aria-hidden className={iconLook} />
        <span className="min-w-0">
          {isOpen ? <span className="block font-medium">Not known yet</span> : null}
          <span className="block break-words">{detail}</span>
          <code className="block truncate font-mono text-xs text-faint">
            {stripe?.requestId ?? requestId}
          </code>
        </span>
      </span>
    );
  }
  return <Arriving id={id} answered={result.account} row={row} feature={feature} />;
}

/** From requested to its end. The newest of the answer, the list and what is read of the account itself is shown. */
function Arriving({
  id,
  answered,
  row,
  feature,
}: {
  id: string;
  answered: AccountDetail;
  row: AccountRow | undefined;
  feature: RefreshFeature;
}) {
  const { clockOffsetMs } = useBinding();
  // Where the list tells nothing of it, or changes do not arrive by themselves: asked for again while it is pending.
  const { data } = useQuery({
    ...accountQuery(id, () => Date.now() + clockOffsetMs),
    enabled: row === undefined || !isLive(),
    refetchOnMount: false,
  });
  const newest: AccountRow = [data, row].reduce<AccountRow>(
    (known, other) => (other ? newerOf(known, other) : known),
    answered,
  );
  const state = newest.refreshes.find((each) => each.feature === feature);
  if (!state) {
    return (
      <span className="flex gap-1">
        <CircleCheck aria-hidden className={`${iconLook} text-good`} />
        Requested
      </span>
    );
  }
  if (state.status === 'succeeded') {
    return (
      <span className="flex gap-1 text-good">
        <CircleCheck aria-hidden className={iconLook} />
        <span>
          Arrived <RefreshStateText state={state} />
        </span>
      </span>
    );
  }
  return <RefreshStateText state={state} />;
}
