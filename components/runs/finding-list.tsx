// What an audit found: per account and field, what stood here and what Stripe has.
'use client';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useZoned } from '@/components/shell/clock';
import { changeLines } from '@/components/timeline/change-words';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { ExactTime } from '@/components/ui/time';
import type { FindingKind, RunDetail, RunFinding } from '@/domain/run';

const kinds: Record<FindingKind, string> = {
  different: 'Different',
  missing: 'Was not in the copy',
  gone: 'Stripe does not know it any more',
};

export function FindingList({ run }: { run: RunDetail }) {
  const { findings } = run;
  const rest = run.found - findings.length;
  return (
    <Section
      title="Proof"
      aside={findings.length > 0 ? `${findings.length.toLocaleString('en-US')} shown` : null}
    >
      {findings.length === 0 ? (
        <p className="text-sm text-quiet">
          {run.state === 'done' ? 'Every account compared is as Stripe has it.' : 'No difference so far.'}
        </p>
      ) : (
        <ul className="divide-y divide-border">
          {findings.map((finding) => (
            <li key={finding.id} className="py-2.5 first:pt-0">
              <Finding finding={finding} />
            </li>
          ))}
        </ul>
      )}
      {findings.length > 0 && rest > 0 ? (
        <p className="mt-2 text-xs text-faint">
          {rest.toLocaleString('en-US')} more are kept and not shown here.
        </p>
      ) : null}
    </Section>
  );
}

function Finding({ finding }: { finding: RunFinding }) {
  const { accountId, kind, at, isHealed, ours, stripes, fields } = finding;
  const zone = useZoned((own) => own ?? '');
  const lines = changeLines(
    Object.fromEntries(fields.map((field) => [field, { from: ours[field], to: stripes[field] }])),
    zone,
  );
  const Icon = isHealed ? CircleCheck : CircleAlert;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <Link
          href={`/accounts/${accountId}`}
          className="font-mono text-xs text-accent underline-offset-2 hover:underline"
        >
          {accountId}
        </Link>
        <span>{kinds[kind] ?? `“${kind}”`}</span>
        <Badge tone={isHealed ? 'good' : 'warning'} icon={<Icon aria-hidden className="size-3" />}>
          {isHealed ? 'Mended' : 'Not mended yet'}
        </Badge>
        <span className="ml-auto text-xs text-faint">
          <ExactTime at={at} />
        </span>
      </p>
      {lines.length > 0 ? (
        <table className="mt-1.5 w-full table-fixed text-xs">
          <thead>
            <tr className="text-left text-faint">
              <th scope="col" className="w-1/4 py-0.5 font-medium">
                Field
              </th>
              <th scope="col" className="py-0.5 font-medium">
                Here
              </th>
              <th scope="col" className="py-0.5 font-medium">
                At Stripe
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ label, from, to }) => (
              <tr key={label} className="align-top">
                <th scope="row" className="py-0.5 pr-3 text-left font-normal text-faint">
                  {label}
                </th>
                <td className="py-0.5 pr-3 [overflow-wrap:anywhere]">{from}</td>
                <td className="py-0.5 [overflow-wrap:anywhere]">{to}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}
