// The bank's figures per currency with the bank's own time, debts in words; where there are none, why.
'use client';
import { useStripeTimed } from '@/components/shell/binding-context';
import { Money } from '@/components/ui/money';
import { Section } from '@/components/ui/section';
import { ExactTime, Time } from '@/components/ui/time';
import type { AccountDetail, Balance } from '@/domain/account';
import type { BalanceAmount } from '@/domain/money';
import { whyMissing } from './missing-words';

/** Currencies beyond these stand in a table, where figures can be compared. */
const mostAsFigures = 2;

/** Balances of one account. */
export function BalancePanel({ account }: { account: AccountDetail }) {
  const reason = useStripeTimed((now) => whyMissing(account, 'balance', now));
  const { balance } = account;
  return (
    <Section title="Balance">
      {balance ? <Amounts balance={balance} /> : <p className="text-sm text-quiet">{reason}</p>}
      {balance ? <BankTime at={balance.asOf} /> : null}
      {balance && account.status === 'disconnected' ? (
        <p className="mt-2 text-sm text-faint">
          Our last copy. Stripe withdraws the balance of a disconnected account.
        </p>
      ) : null}
    </Section>
  );
}

function Amounts({ balance }: { balance: Balance }) {
  const count = balance.amounts.length;
  if (count === 0) return <p className="text-sm text-quiet">The bank gave a balance without any figure.</p>;
  return count > mostAsFigures ? <FigureTable balance={balance} /> : <Figures balance={balance} />;
}

/** At the left, where a time that ticks moves nothing beside it. */
function BankTime({ at }: { at: string }) {
  return (
    <p className="mt-2.5 text-sm text-quiet">
      Bank's time <Time at={at} /> ·{' '}
      <span className="text-faint">
        <ExactTime at={at} />
      </span>
    </p>
  );
}

function Figures({ balance }: { balance: Balance }) {
  return (
    <ul className="flex flex-col gap-3">
      {balance.amounts.map((amount) => (
        <li key={amount.currency} className="flex flex-wrap gap-x-10 gap-y-2">
          {figuresOf(balance.type, amount).map(({ name, hint, amountMinor }) => (
            <dl key={name}>
              <dt className="text-sm text-faint">
                {name} <span className="text-xs">{amount.currency.toUpperCase()}</span>
              </dt>
              <dd>
                {amountMinor === null ? (
                  <span className="text-sm text-quiet">Not given by the bank</span>
                ) : (
                  <Money
                    amountMinor={amountMinor}
                    currency={amount.currency}
                    owed
                    className="text-2xl font-semibold max-sm:text-lg max-sm:[overflow-wrap:anywhere] max-sm:whitespace-normal"
                  />
                )}
                <span className="block text-xs text-faint">{hint}</span>
              </dd>
            </dl>
          ))}
        </li>
      ))}
    </ul>
  );
}

function FigureTable({ balance }: { balance: Balance }) {
  const rows = balance.amounts.map((amount) => ({
    currency: amount.currency,
    figures: new Map(figuresOf(balance.type, amount).map((figure) => [figure.name, figure])),
  }));
  const heads = new Map(rows.flatMap(({ figures }) => [...figures]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section tabIndex={0} aria-label="Balances by currency" className="overflow-x-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-border text-xs text-faint">
            <th scope="col" className="py-1 pr-4 text-left font-medium">
              Currency
            </th>
            {[...heads.values()].map(({ name, hint }) => (
              <th key={name} scope="col" title={hint} className="py-1 pl-4 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ currency, figures }) => (
            <tr key={currency} className="border-b border-border last:border-0">
              <th scope="row" className="py-1 pr-4 text-left font-normal text-quiet">
                {currency.toUpperCase()}
              </th>
              {[...heads.keys()].map((name) => {
                const amountMinor = figures.get(name)?.amountMinor ?? null;
                return (
                  <td key={name} className="py-1 pl-4 text-right">
                    {amountMinor === null ? (
                      <span className="text-faint">Not given</span>
                    ) : (
                      // In a narrow window a long figure takes two lines: cut digits would be another figure.
                      <Money
                        owed
                        amountMinor={amountMinor}
                        currency={currency}
                        className="max-sm:[overflow-wrap:anywhere] max-sm:whitespace-normal"
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface Figure {
  name: string;
  hint: string;
  amountMinor: number | null;
}

function figuresOf(type: string | null, amount: BalanceAmount): Figure[] {
  const current = {
    name: 'Current',
    hint: 'Posted, without pending items',
    amountMinor: amount.currentMinor,
  };
  const available = {
    name: 'Available',
    hint: 'Usable after pending items',
    amountMinor: amount.availableMinor,
  };
  const used = { name: 'Credit used', hint: 'Drawn from the credit line', amountMinor: amount.usedMinor };
  if (type === 'credit') return [current, used];
  if (type === 'cash') return [current, available];
  return [current, available, used].filter((figure) => figure === current || figure.amountMinor !== null);
}
