// Everything that was recorded of one deed, in a dialog.
'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { Dialog } from '@/components/ui/dialog';
import { MonoId } from '@/components/ui/mono-id';
import { ExactTime } from '@/components/ui/time';
import { type AuditRow, auditWords, outcomeWord, targetHref } from '@/domain/audit';

export function AuditDetail({ entry }: { entry: AuditRow }) {
  const [isOpen, setIsOpen] = useState(false);
  const href = targetHref(entry);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="max-sm:-mr-2.5"
        onClick={() => setIsOpen(true)}
        aria-label={`Details: ${auditWords(entry.verb)}, ${entry.targetId}`}
      >
        Details
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} size="lg" title={auditWords(entry.verb)}>
        <DefinitionList>
          <Definition name="When">
            <ExactTime at={entry.at} />
          </Definition>
          <Definition name="Who">{entry.actor}</Definition>
          <Definition name="To what">
            <MonoId id={entry.targetId} what="id" {...(href ? { href } : {})} />
          </Definition>
          <Definition name="Why">
            {entry.reason ?? <span className="text-quiet">No reason is asked for this</span>}
          </Definition>
          <Definition name="Result">{outcomeWord(entry.outcome)}</Definition>
          <Definition name="Stripe's request">
            {entry.stripeRequestId ? (
              <MonoId id={entry.stripeRequestId} what="Stripe request id" />
            ) : (
              <span className="text-quiet">Stripe was not asked, or gave none</span>
            )}
          </Definition>
          {entry.actionId ? (
            <Definition name="Action">
              <MonoId id={entry.actionId} what="action id" />
            </Definition>
          ) : null}
          <Definition name="Entry">
            <span className="font-mono text-xs">{entry.id}</span>
          </Definition>
        </DefinitionList>
        <Recorded name="Before" value={entry.before} />
        <Recorded name="After" value={entry.after} />
      </Dialog>
    </>
  );
}

function Recorded({ name, value }: { name: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <div className="mt-4">
      <h3 className="mb-1 text-sm font-medium">{name}</h3>
      <pre className="overflow-x-auto rounded-md border border-border bg-sunken p-3 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
        {JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
