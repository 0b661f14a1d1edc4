// The form that makes a session: Stripe's rules beside the fields, nothing typed is lost when it is refused.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { createSession, sessionKey } from '@/components/sessions/session-queries';
import { PageHeader } from '@/components/shell/page-header';
import { Button, ButtonLink } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Link } from '@/components/ui/link';
import { ProblemNote } from '@/components/ui/problem-note';
import { Section } from '@/components/ui/section';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import { PermissionFields } from './permission-fields';
import {
  bodyOf,
  checkDraft,
  type DraftErrors,
  draftFields,
  emptyDraft,
  problemErrors,
  type SessionDraft,
} from './session-draft';
import { FilterFields, FlowFields } from './session-option-fields';

/** `holder` is filled in at the start. */
export function SessionForm({ holder = '' }: { holder?: string }) {
  const router = useRouter();
  const client = useQueryClient();
  const [draft, setDraft] = useState<SessionDraft>({ ...emptyDraft, holder });
  const [errors, setErrors] = useState<DraftErrors>({});
  const create = useCommand({
    run: (body: ReturnType<typeof bodyOf>, requestKey) => createSession(body, requestKey),
    onDone: ({ session }) => {
      client.setQueryData(sessionKey(session.id), session);
      void client.invalidateQueries({ queryKey: ['sessions'] });
      notify({ title: 'Session made', description: 'It waits for its customer.', tone: 'good' });
      router.push(`/sessions/${session.id}`);
    },
    onRefused: (problem) => setErrors(problemErrors(problem)),
  });
  const change = (changed: Partial<SessionDraft>) => {
    setDraft((before) => ({ ...before, ...changed }));
    setErrors((before) => without(before, Object.keys(changed)));
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const found = await checkDraft(draft);
    setErrors(found);
    if (Object.keys(found).length === 0) return create.start(bodyOf(draft));
    focusFirst(form, found);
  };
  const isBesideField = create.problem !== null && Object.keys(problemErrors(create.problem)).length > 0;
  return (
    <>
      <PageHeader
        back={
          <Link href="/sessions" className="text-accent underline-offset-2 hover:underline">
            Sessions
          </Link>
        }
        title="New session"
        description="A session lets one customer link accounts. It is made at Stripe and then opened in your app."
      />
      <form onSubmit={submit} noValidate className="max-w-2xl px-4 pb-10 sm:px-6">
        <div className="py-4">
          <Field
            label="Holder"
            required
            hint="Whose accounts are linked: a customer (cus_…) or a connected account (acct_…)."
            error={errors.holder}
          >
            <Input
              name="holder"
              value={draft.holder}
              onChange={(event) => change({ holder: event.target.value })}
              placeholder="cus_…"
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
            />
          </Field>
        </div>
        <Section title="What the customer shares">
          <PermissionFields draft={draft} errors={errors} onChange={change} />
        </Section>
        <Section title="Which accounts may be linked">
          <FilterFields draft={draft} errors={errors} onChange={change} />
        </Section>
        <Section title="How the flow runs">
          <FlowFields draft={draft} errors={errors} onChange={change} />
        </Section>
        <div className="flex flex-col gap-3 border-t border-border pt-4">
          {create.problem && !isBesideField ? <ProblemNote problem={create.problem} /> : null}
          <div className="flex flex-wrap items-center gap-2">
            <Button variant="primary" type="submit" pending={create.isPending}>
              Make session
            </Button>
            <ButtonLink href="/sessions" variant="ghost">
              Cancel
            </ButtonLink>
            <p role="status" className="text-sm text-bad">
              {summary(errors)}
            </p>
          </div>
        </div>
      </form>
    </>
  );
}

function summary(errors: DraftErrors): string {
  const count = Object.keys(errors).length;
  if (count === 0) return '';
  return count === 1 ? 'One field needs a change.' : `${count} fields need a change.`;
}

function without(errors: DraftErrors, fields: string[]): DraftErrors {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => !fields.includes(field)));
}

/** Puts the cursor where the first error is; the controls are named like the fields of the draft. */
function focusFirst(form: HTMLFormElement, errors: DraftErrors): void {
  const field = draftFields.find((name) => errors[name]);
  form.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
}
