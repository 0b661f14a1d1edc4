// What the customer shared and what the account can be used for.
import { Badge } from '@/components/ui/badge';
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { Section } from '@/components/ui/section';
import { DateText, Time } from '@/components/ui/time';
import type { AccountDetail, AccountNumber } from '@/domain/account';
import {
  categoryWord,
  numberKindWord,
  numberStatusWord,
  paymentMethodWord,
  permissionWord,
  subcategoryWord,
} from './account-words';
import { sourceWord } from './history-words';

/** Permissions, kinds of payment, account numbers, and where our copy comes from. */
export function AccessPanel({ account }: { account: AccountDetail }) {
  return (
    <Section title="Access and use">
      <DefinitionList>
        <Definition name="Permissions">
          <Permissions permissions={account.permissions} />
        </Definition>
        <Definition name="Payments">
          {account.paymentMethodTypes.length > 0 ? (
            account.paymentMethodTypes.map(paymentMethodWord).join(', ')
          ) : (
            <span className="text-quiet">None: the account cannot be used to pay</span>
          )}
        </Definition>
        <Definition name="Account numbers">
          <AccountNumbers numbers={account.accountNumbers} />
        </Definition>
        <Definition name="Kind">
          {subcategoryWord(account.subcategory)} ({categoryWord(account.category).toLowerCase()})
        </Definition>
        <Definition name="Our copy">
          {/* A line each: a time that ticks must not make a line wrap, or what stands below moves under the pointer. */}
          <span className="block">
            First seen <Time at={account.firstSeenAt} />
          </span>
          <span className="block">
            {sourceWord(account.source)} <Time at={account.readAt} />
          </span>
        </Definition>
      </DefinitionList>
    </Section>
  );
}

function Permissions({ permissions }: { permissions: string[] | null }) {
  if (permissions === null) return <span className="text-quiet">Stripe did not say</span>;
  if (permissions.length === 0) return <span className="text-quiet">None granted</span>;
  return (
    <ul className="flex flex-wrap gap-1">
      {permissions.map((permission) => (
        <li key={permission}>
          <Badge>{permissionWord(permission)}</Badge>
        </li>
      ))}
    </ul>
  );
}

function AccountNumbers({ numbers }: { numbers: AccountNumber[] | null }) {
  if (numbers === null) return <span className="text-quiet">Stripe did not say</span>;
  if (numbers.length === 0) return <span className="text-quiet">None</span>;
  return (
    <ul className="flex flex-col gap-1.5">
      {numbers.map((number, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: Stripe gives these numbers no id; they never move
        <li key={position}>
          {numberKindWord(number)}
          <span className="block text-xs text-faint">
            {numberStatusWord(number)}
            {number.expectedExpiryAt ? (
              <>
                {' '}
                · expected to lapse on <DateText at={number.expectedExpiryAt} />
              </>
            ) : null}
            {number.supportedNetworks.length > 0
              ? ` · ${number.supportedNetworks.join(', ').toUpperCase()}`
              : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}
