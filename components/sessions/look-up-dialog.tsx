// Reads a session that this console does not know from Stripe, by its id.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useRef, useState } from 'react';
import { usePageActions } from '@/components/actions/page-actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ProblemNote } from '@/components/ui/problem-note';
import { useCommand } from '@/components/use-command';
import { lookUpSession, sessionKey } from './session-queries';

/** The button and its dialog; `id` is filled in at the start. `isPageAction`: the palette of the page offers it too. */
export function LookUpDialog({ id = '', isPageAction = false }: { id?: string; isPageAction?: boolean }) {
  const router = useRouter();
  const client = useQueryClient();
  const formId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState(id);
  const [error, setError] = useState<string | null>(null);
  const lookUp = useCommand({
    run: (wanted: string, requestKey) => lookUpSession(wanted, requestKey),
    onDone: ({ session }) => {
      client.setQueryData(sessionKey(session.id), session);
      void client.invalidateQueries({ queryKey: ['sessions'] });
      router.push(`/sessions/${session.id}`);
    },
  });
  const change = (open: boolean) => {
    setIsOpen(open);
    setError(null);
    lookUp.reset();
    if (open) setTyped(id);
  };
  usePageActions(
    isPageAction
      ? [
          {
            id: 'look-up-session',
            label: 'Look up a session by its id…',
            group: 'Sessions',
            run: () => change(true),
          },
        ]
      : [],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = typed.trim();
    const isId = /^fcsess_[A-Za-z0-9]+$/.test(wanted);
    setError(isId ? null : 'A session id starts with fcsess_, then letters and digits');
    if (isId) lookUp.start(wanted);
    else input.current?.focus();
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      locked={lookUp.isPending}
      initialFocus={input}
      title="Look up a session"
      description="Stripe has no list of sessions. By its id it answers for any, also for one that another integration made."
      trigger={<Button>Look up by id</Button>}
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} pending={lookUp.isPending}>
            Look up
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-3">
        <Field label="Session id" error={error} required>
          <Input
            ref={input}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            placeholder="fcsess_…"
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        {lookUp.problem ? <ProblemNote problem={lookUp.problem} /> : null}
      </form>
    </Dialog>
  );
}
