// What a new session asks the customer to share, and what is fetched at once; a prefetch needs its permission.
import { permissionChoices, prefetchChoices } from '@/components/sessions/session-words';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldGroup } from '@/components/ui/field';
import {
  type DraftErrors,
  type Permission,
  type Prefetch,
  type SessionDraft,
  toggled,
  withPermission,
} from './session-draft';

export interface DraftFieldsProps {
  draft: SessionDraft;
  errors: DraftErrors;
  onChange: (changed: Partial<SessionDraft>) => void;
}

const permissions = Object.keys(permissionChoices) as Permission[];

/** Permissions with their prefetch beside them. */
export function PermissionFields({ draft, errors, onChange }: DraftFieldsProps) {
  return (
    <FieldGroup
      label="Permissions"
      hint="At least one. What is fetched at once is a refresh and may be billed."
      error={errors.permissions ?? errors.prefetch}
    >
      <div className="grid gap-x-6 gap-y-2.5 pt-1 sm:grid-cols-2">
        {permissions.map((permission) => (
          <div key={permission} className="contents">
            <Checkbox
              name="permissions"
              checked={draft.permissions.includes(permission)}
              onChange={(isChosen) => onChange(withPermission(draft, permission, isChosen))}
              hint={permissionChoices[permission].hint}
            >
              {permissionChoices[permission].label}
            </Checkbox>
            <PrefetchBox permission={permission} draft={draft} onChange={onChange} />
          </div>
        ))}
      </div>
    </FieldGroup>
  );
}

function PrefetchBox({
  permission,
  draft,
  onChange,
}: Omit<DraftFieldsProps, 'errors'> & { permission: Permission }) {
  if (!isPrefetch(permission)) return <span className="max-sm:hidden" />;
  const isGranted = draft.permissions.includes(permission);
  return (
    <div className="max-sm:pl-5.5">
      <Checkbox
        name="prefetch"
        checked={draft.prefetch.includes(permission)}
        disabled={!isGranted}
        onChange={(isChosen) => onChange({ prefetch: toggled(draft.prefetch, permission, isChosen) })}
        hint={
          isGranted ? undefined : `Needs the permission ${permissionChoices[permission].label.toLowerCase()}`
        }
      >
        {prefetchChoices[permission]}
      </Checkbox>
    </div>
  );
}

const isPrefetch = (permission: Permission): permission is Prefetch & Permission =>
  permission in prefetchChoices;
