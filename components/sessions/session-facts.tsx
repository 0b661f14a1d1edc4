// What a session asks its customer for, in Stripe's terms put into words; what was left open says so.
import type { ReactNode } from 'react';
import { permissionWord, subcategoryWord } from '@/components/account/account-words';
import { Badge } from '@/components/ui/badge';
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { Link } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import type { SessionDetail } from '@/domain/session';
import { manualEntryChoices, supportChoices, uiModeWord } from './session-words';

/** The left column of a session's page. */
export function SessionFacts({ session }: { session: SessionDetail }) {
  const { filters } = session;
  return (
    <Section title="What it asks for">
      <DefinitionList>
        <Definition name="Holder">
          <Holder holder={session.holder} />
        </Definition>
        <Definition name="Permissions">
          <Words words={session.permissions.map(permissionWord)} none="None" />
        </Definition>
        <Definition name="Prefetch">
          <Words words={session.prefetch.map(permissionWord)} none="Nothing: refresh later by hand" />
        </Definition>
        <Definition name="Account kinds">
          <Words words={(filters?.accountSubcategories ?? []).map(subcategoryWord)} none="Any" />
        </Definition>
        <Definition name="Country">{filters?.country ?? <Open>Stripe's default</Open>}</Definition>
        <Definition name="Institution">
          {filters?.institution ?? <Open>The customer chooses</Open>}
        </Definition>
        <Definition name="Payment support">
          <Chosen value={filters?.requirePaymentMethodSupport ?? null} choices={supportChoices} />
        </Definition>
        <Definition name="Account limit">
          {session.limitAccounts === null ? <Open>No limit</Open> : `At most ${session.limitAccounts}`}
        </Definition>
        <Definition name="Manual entry">
          <Chosen value={session.manualEntryMode} choices={manualEntryChoices} />
        </Definition>
        <Definition name="Return URL">
          {session.returnUrl ? (
            <span className="font-mono text-xs [overflow-wrap:anywhere]">{session.returnUrl}</span>
          ) : (
            <Open>None: only web views need one</Open>
          )}
        </Definition>
        <Definition name="Shown as">
          {session.uiMode ? uiModeWord(session.uiMode) : <Open>Stripe did not say</Open>}
        </Definition>
      </DefinitionList>
    </Section>
  );
}

function Holder({ holder }: { holder: SessionDetail['holder'] }) {
  if (!holder.id) return <Open>Not named by Stripe</Open>;
  return (
    <>
      {holder.name ? <span className="line-clamp-3 [overflow-wrap:anywhere]">{holder.name}</span> : null}
      <MonoId id={holder.id} what="holder id" />
      <Link
        href={`/accounts?holder=${encodeURIComponent(holder.id)}`}
        className="block w-fit text-accent underline-offset-2 hover:underline"
      >
        Accounts of this holder
      </Link>
    </>
  );
}

function Words({ words, none }: { words: string[]; none: string }) {
  if (words.length === 0) return <Open>{none}</Open>;
  return (
    <ul className="flex flex-wrap gap-1">
      {words.map((word) => (
        <li key={word}>
          <Badge>{word}</Badge>
        </li>
      ))}
    </ul>
  );
}

/** A word that Stripe added since stands in quotes. */
function Chosen({ value, choices }: { value: string | null; choices: Record<string, string> }) {
  if (value === null) return <Open>Stripe's default</Open>;
  return choices[value] ?? `“${value}”`;
}

const Open = ({ children }: { children: ReactNode }) => <span className="text-quiet">{children}</span>;
