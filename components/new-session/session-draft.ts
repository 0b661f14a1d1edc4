// What is typed into the form of a new session, and how it becomes a request or an error beside a field.
import type { ShownProblem } from '@/components/api';
import type { SessionCreate } from '@/domain/session-create';

export type Permission = SessionCreate['permissions'][number];
export type Prefetch = SessionCreate['prefetch'][number];
type Filters = NonNullable<SessionCreate['filters']>;

/** Every value as it stands in the form: text stays text, so nothing typed is lost. */
export interface SessionDraft {
  holder: string;
  permissions: Permission[];
  prefetch: Prefetch[];
  accountSubcategories: NonNullable<Filters['accountSubcategories']>;
  country: string;
  requirePaymentMethodSupport: Filters['requirePaymentMethodSupport'] | '';
  limitAccounts: string;
  manualEntryMode: SessionCreate['manualEntryMode'] | '';
  returnUrl: string;
}

export type DraftField = keyof SessionDraft;
export type DraftErrors = Partial<Record<DraftField, string>>;

export const emptyDraft: SessionDraft = {
  holder: '',
  permissions: ['balances'],
  prefetch: [],
  accountSubcategories: [],
  country: '',
  requirePaymentMethodSupport: '',
  limitAccounts: '',
  manualEntryMode: '',
  returnUrl: '',
};

/** The order of the fields on the page: the first one with an error takes the focus. */
export const draftFields = Object.keys(emptyDraft) as DraftField[];

/** A permission taken away takes its prefetch with it: Stripe refuses one without the other. */
export function withPermission(draft: SessionDraft, permission: Permission, isChosen: boolean): SessionDraft {
  const permissions = toggled(draft.permissions, permission, isChosen);
  return {
    ...draft,
    permissions,
    prefetch: draft.prefetch.filter((prefetch) => permissions.includes(prefetch)),
  };
}

/** `list` with or without `value`, order kept. */
export function toggled<Value>(list: Value[], value: Value, isChosen: boolean): Value[] {
  const others = list.filter((item) => item !== value);
  return isChosen ? [...others, value] : others;
}

/** The request body: what was left open is left out, so that Stripe's own defaults hold. */
export function bodyOf(draft: SessionDraft) {
  const filters = {
    ...(draft.accountSubcategories.length > 0 && { accountSubcategories: draft.accountSubcategories }),
    ...(draft.country.trim() && { country: draft.country.trim() }),
    ...(draft.requirePaymentMethodSupport && {
      requirePaymentMethodSupport: draft.requirePaymentMethodSupport,
    }),
  };
  return {
    holder: draft.holder.trim(),
    permissions: draft.permissions,
    prefetch: draft.prefetch,
    ...(Object.keys(filters).length > 0 && { filters }),
    ...(draft.limitAccounts.trim() && { limitAccounts: wholeNumber(draft.limitAccounts) }),
    ...(draft.manualEntryMode && { manualEntryMode: draft.manualEntryMode }),
    ...(draft.returnUrl.trim() && { returnUrl: draft.returnUrl.trim() }),
  };
}

/** Stripe's rules, checked here by the very schema that the API uses; it is loaded at the first try only. */
export async function checkDraft(draft: SessionDraft): Promise<DraftErrors> {
  const { SessionCreate } = await import('@/domain/session-create');
  const result = SessionCreate.safeParse(bodyOf(draft));
  if (result.success) return {};
  return errorsOf(result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}

/** The server's refusal beside its fields; empty when it belongs to none of them. */
export function problemErrors(problem: Pick<ShownProblem, 'stripe' | 'errors'>): DraftErrors {
  // The holder is the only thing in this form that Stripe may fail to find.
  if (problem.stripe?.code === 'resource_missing') return { holder: problem.stripe.message };
  return errorsOf(problem.errors ?? []);
}

function errorsOf(errors: { path: string; message: string }[]): DraftErrors {
  const found: DraftErrors = {};
  for (const { path, message } of errors) {
    const field = draftFields.find((name) => path.split('.').includes(name));
    if (field && !found[field]) found[field] = wording[field] ?? message;
  }
  return found;
}

// Where the schema's own sentence speaks of types instead of what to type.
const wording: DraftErrors = {
  holder: 'Give an id that starts with cus_ or acct_',
  limitAccounts: 'A whole number from 1 to 1,000, or nothing for no limit',
};

function wholeNumber(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
}
