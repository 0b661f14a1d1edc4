// What a relink session was made to mend, and whether it did.
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { MonoId } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import type { SessionDetail } from '@/domain/session';
import { relinkFailureSentence } from './session-words';

/** Nothing for a session that is no relink. */
export function RelinkSection({ session }: { session: SessionDetail }) {
  const { relinkAuthorizationId, relinkAccountId, relinkResult } = session;
  if (!relinkAuthorizationId && !relinkAccountId && !relinkResult) return null;
  return (
    <Section title="Relink">
      <DefinitionList>
        <Definition name="Authorization to mend">
          {relinkAuthorizationId ? (
            <MonoId id={relinkAuthorizationId} what="authorization id" />
          ) : (
            <span className="text-quiet">None: a new link for the same holder</span>
          )}
        </Definition>
        <Definition name="Account demanded">
          {relinkAccountId ? (
            <MonoId id={relinkAccountId} what="account id" href={`/accounts/${relinkAccountId}`} />
          ) : (
            <span className="text-quiet">None: any account under it</span>
          )}
        </Definition>
        <Definition name="Result">
          <Result result={relinkResult} />
        </Definition>
      </DefinitionList>
    </Section>
  );
}

function Result({ result }: { result: SessionDetail['relinkResult'] }) {
  if (!result)
    return <span className="text-quiet">Not known yet: Stripe tells it when the session is over</span>;
  if (result.failureReason) {
    return (
      <>
        <span className="text-bad">Failed.</span> {relinkFailureSentence(result.failureReason)}{' '}
        <span className="font-mono text-xs text-faint">{result.failureReason}</span>
      </>
    );
  }
  return (
    <ul className="flex flex-col">
      {result.authorization ? (
        <li>
          Authorization mended <MonoId id={result.authorization} what="authorization id" />
        </li>
      ) : null}
      {result.account ? (
        <li>
          Account mended <MonoId id={result.account} what="account id" href={`/accounts/${result.account}`} />
        </li>
      ) : null}
      {!result.authorization && !result.account ? (
        <li className="text-quiet">Stripe names nothing that was mended</li>
      ) : null}
    </ul>
  );
}
