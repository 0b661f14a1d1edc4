// How many accounts are within the targets of freshness; each figure leads to its accounts, and what is left out is said.
import { CircleAlert, CircleCheck } from 'lucide-react';
import { Link } from '@/components/ui/link';
import { type FreshnessCount, type FreshnessKind, targetWords } from '@/domain/freshness';
import type { Overview } from '@/domain/overview';
import { featureWords, type RefreshFeature } from '@/domain/refresh';
import { searchText } from '../api';
import { classNames } from '../ui/class-names';
import { Section } from '../ui/section';
import { Time } from '../ui/time';
import { cellLook, headLook } from './table-look';

/** The list behind a figure begins with what is oldest. */
const hrefOf = (feature: RefreshFeature, kind: FreshnessKind) =>
  `/accounts?${searchText({ fresh: `${feature}:${kind}`, sort: feature === 'balance' ? 'balanceAsOf' : 'readAt' })}`;

export function FreshnessTable({ overview }: { overview: Overview }) {
  const { features, countedAt } = overview.freshness;
  return (
    <Section
      title="Freshness"
      aside={
        countedAt ? (
          <span className="text-faint">
            counted <Time at={countedAt} />
          </span>
        ) : null
      }
    >
      {features.length === 0 ? (
        <p className="text-quiet">
          Not counted yet. The worker counts within a minute once there are accounts.
        </p>
      ) : (
        <>
          {/* Words for screen readers alone are placed absolutely: without "relative" they widen the page. */}
          <div className="relative overflow-x-auto">
            <table className="w-full text-sm" aria-label="Accounts within the targets of freshness">
              <thead>
                <tr>
                  {['Data', 'In target', 'Older', 'No data yet'].map((word, index) => (
                    <th
                      key={word}
                      scope="col"
                      className={`${headLook} ${index === 0 ? 'text-left' : 'text-right'}`}
                    >
                      {word}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {features.map((count) => (
                  <FreshnessRow key={count.feature} count={count} />
                ))}
              </tbody>
            </table>
          </div>
          <p className="mt-2 text-xs text-faint">{leftOutWords(features)}</p>
        </>
      )}
    </Section>
  );
}

function FreshnessRow({ count }: { count: FreshnessCount }) {
  const { feature, fresh, late, never } = count;
  const of = fresh + late + never;
  const isWhole = of > 0 && fresh === of;
  return (
    <tr>
      <th scope="row" className={`${cellLook} text-left font-normal`}>
        <span className="block font-medium">{featureWords[feature]}</span>
        <span className="block text-xs text-faint">{targetWords[feature]}</span>
      </th>
      <td className={`${cellLook} text-right`}>
        {of === 0 ? (
          <span className="text-faint" title="No active account permits this, so there is no share to tell">
            No account
          </span>
        ) : (
          <span className={classNames('inline-flex items-center gap-1', isWhole ? 'text-good' : 'text-text')}>
            {isWhole ? <CircleCheck aria-hidden className="size-3.5" /> : null}
            {shareText(fresh, of)}
          </span>
        )}
        <span className="block text-xs whitespace-nowrap text-faint">
          <Figure feature={feature} kind="fresh" count={fresh} /> of {of.toLocaleString('en-US')}
        </span>
      </td>
      <td className={`${cellLook} text-right`}>
        <Figure feature={feature} kind="late" count={late} />
      </td>
      <td className={`${cellLook} text-right`}>
        <Figure feature={feature} kind="never" count={never} />
      </td>
    </tr>
  );
}

const kindWords: Record<FreshnessKind, string> = { fresh: 'in target', late: 'older', never: 'no data yet' };

function Figure({ feature, kind, count }: { feature: RefreshFeature; kind: FreshnessKind; count: number }) {
  if (count === 0) return <span className="text-faint">0</span>;
  return (
    <Link
      href={hrefOf(feature, kind)}
      className={classNames(
        'inline-flex items-center gap-1 underline-offset-2 hover:underline',
        kind === 'late' && 'font-medium text-warning',
      )}
    >
      {kind === 'late' ? <CircleAlert aria-hidden className="size-3.5" /> : null}
      {count.toLocaleString('en-US')}
      <span className="sr-only">
        {' '}
        accounts: {featureWords[feature]}, {kindWords[kind]}
      </span>
    </Link>
  );
}

/** Never rounded up to the whole: 99.96 % is not all. */
function shareText(part: number, whole: number): string {
  const percent = Math.floor((part / whole) * 1000) / 10;
  return `${percent.toLocaleString('en-US', { maximumFractionDigits: 1 })} %`;
}

/** A share tells what it is a share of. */
function leftOutWords(features: FreshnessCount[]): string {
  const notActive = features[0]?.notActive ?? 0;
  const missing = features
    .filter(({ notPermitted }) => notPermitted > 0)
    .map(
      ({ feature, notPermitted }) =>
        `${notPermitted.toLocaleString('en-US')} for ${featureWords[feature].toLowerCase()}`,
    );
  const inactive = `${notActive.toLocaleString('en-US')} accounts that are not active, of which Stripe refreshes nothing`;
  const refused = missing.length > 0 ? `; accounts without the permission: ${missing.join(', ')}` : '';
  return `Left out: ${inactive}${refused}.`;
}
