// The help on keys: every key that works on this page, by what it is for.
'use client';
import { KeyHint } from '../actions/key-hint';
import { listActions, type PageAction } from '../actions/page-actions';
import { Dialog } from '../ui/dialog';
import { everywhere, goTo } from './groups';
import type { PartProps } from './parts';

export function KeyHelp({ isOpen, onClose }: PartProps) {
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title="Keys"
      description={
        <>
          They work on this page while nobody types in a field; <KeyHint keys="mod+k" /> works there too.
        </>
      }
    >
      <KeyGroups />
    </Dialog>
  );
}

/** Within the dialog, so that it is read anew at each opening. */
function KeyGroups() {
  const actions = listActions().filter(({ keys }) => keys);
  const found = [...new Set(actions.map(({ group }) => group))];
  // What only this page has comes first.
  const groups = found.toSorted((one, other) => Number(isEverywhere(one)) - Number(isEverywhere(other)));
  return (
    <div className="gap-x-8 sm:columns-2">
      {groups.map((group) => (
        <section key={group} className="mb-5 break-inside-avoid">
          <h3 className="mb-1 text-sm font-semibold">{group}</h3>
          <dl>
            {actions
              .filter((action) => action.group === group)
              .map((action) => (
                <KeyRow key={`${action.id} ${action.keys}`} action={action} />
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

const isEverywhere = (group: string) => group === everywhere || group === goTo;

function KeyRow({ action: { label, keys = '' } }: { action: PageAction }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-4 border-t border-border py-1">
      <dt className="min-w-0 text-base">{label}</dt>
      <dd>
        <KeyHint keys={keys} hasWords />
      </dd>
    </div>
  );
}
