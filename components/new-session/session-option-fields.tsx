// The optional fields of a new session: which accounts may be linked, and how the flow runs.
import { manualEntryChoices, subcategoryChoices, supportChoices } from '@/components/sessions/session-words';
import { Checkbox } from '@/components/ui/checkbox';
import { Field, FieldGroup } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { DraftFieldsProps } from './permission-fields';
import { type SessionDraft, toggled } from './session-draft';

const subcategories = Object.keys(subcategoryChoices) as SessionDraft['accountSubcategories'];

/** Kinds, country, payment support, limit. */
export function FilterFields({ draft, errors, onChange }: DraftFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      <FieldGroup label="Kinds of account" hint="None chosen: any kind." error={errors.accountSubcategories}>
        <div className="flex flex-wrap gap-x-5 gap-y-1.5 pt-1">
          {subcategories.map((subcategory) => (
            <Checkbox
              key={subcategory}
              name="accountSubcategories"
              checked={draft.accountSubcategories.includes(subcategory)}
              onChange={(isChosen) =>
                onChange({ accountSubcategories: toggled(draft.accountSubcategories, subcategory, isChosen) })
              }
            >
              {subcategoryChoices[subcategory]}
            </Checkbox>
          ))}
        </div>
      </FieldGroup>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Country"
          aside="optional"
          hint="Two letters, like US. Empty: Stripe's default."
          error={errors.country}
        >
          <Input
            name="country"
            value={draft.country}
            onChange={(event) => onChange({ country: event.target.value.toUpperCase() })}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <Field label="Account limit" aside="optional" hint="Empty: no limit." error={errors.limitAccounts}>
          <Input
            name="limitAccounts"
            inputMode="numeric"
            value={draft.limitAccounts}
            onChange={(event) => onChange({ limitAccounts: event.target.value })}
            autoComplete="off"
          />
        </Field>
      </div>
      <Field
        label="Payment support"
        hint="Where payments are required, the account numbers are fetched before the customer is done."
        error={errors.requirePaymentMethodSupport}
      >
        <Select
          name="requirePaymentMethodSupport"
          value={draft.requirePaymentMethodSupport}
          onChange={(event) =>
            onChange({ requirePaymentMethodSupport: choiceOf(supportChoices, event.target.value) })
          }
        >
          <Choices choices={supportChoices} />
        </Select>
      </Field>
    </div>
  );
}

/** Manual entry and where web views return to. */
export function FlowFields({ draft, errors, onChange }: DraftFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      <Field label="Manual entry of account numbers" error={errors.manualEntryMode}>
        <Select
          name="manualEntryMode"
          value={draft.manualEntryMode}
          onChange={(event) =>
            onChange({ manualEntryMode: choiceOf(manualEntryChoices, event.target.value) })
          }
        >
          <Choices choices={manualEntryChoices} />
        </Select>
      </Field>
      <Field
        label="Return URL"
        aside="optional"
        hint="Only for apps that show the flow in a web view: where the bank's own page returns to."
        error={errors.returnUrl}
      >
        <Input
          name="returnUrl"
          type="url"
          inputMode="url"
          value={draft.returnUrl}
          onChange={(event) => onChange({ returnUrl: event.target.value })}
          placeholder="https://example.com/done"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
    </div>
  );
}

function Choices({ choices }: { choices: Record<string, string> }) {
  return (
    <>
      <option value="">Stripe's default</option>
      {Object.entries(choices).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </>
  );
}

function choiceOf<Choice extends string>(choices: Record<Choice, string>, value: string): Choice | '' {
  return (Object.keys(choices) as Choice[]).find((choice) => choice === value) ?? '';
}
