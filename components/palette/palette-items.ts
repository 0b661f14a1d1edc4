// What the palette offers for a text, in groups: the page's actions, the pages, the themes, then what the server found.
import { ChevronRight, Keyboard, List, type LucideIcon, Plus } from 'lucide-react';
import type { AccountHit, HolderHit, SearchAnswer, SessionHit } from '@/domain/search';
import type { PageAction } from '../actions/page-actions';
import { places } from '../shell/places';
import { themes } from '../shell/theme';
import { everywhere, goTo } from './groups';

/** What happens when it is chosen. */
export type Choice =
  | { kind: 'go'; href: string }
  | { kind: 'run'; action: PageAction }
  | { kind: 'theme'; theme: string };

export type PaletteItem = { choice: Choice; offReason?: string | null } & (
  | { kind: 'plain'; label: string; icon: LucideIcon; keys?: string }
  | { kind: 'account'; account: AccountHit }
  | { kind: 'holder'; holder: HolderHit }
  | { kind: 'session'; session: SessionHit }
);

export interface PaletteGroup {
  label: string;
  items: PaletteItem[];
}

/** All groups that have something for the text; what the server finds comes last, so that nothing moves when it arrives. */
export function paletteGroups(q: string, actions: PageAction[], hits: SearchAnswer): PaletteGroup[] {
  const offered = actions.filter(({ isKeyOnly }) => !isKeyOnly);
  const own = [...new Set(offered.map(({ group }) => group))].filter((group) => group !== everywhere);
  const ofGroup = (group: string) => offered.filter((action) => action.group === group).map(actionItem);
  const groups = [
    ...own.map((label) => ({ label, items: ofGroup(label) })),
    { label: goTo, items: pageItems },
    { label: 'Theme', items: themeItems },
    { label: everywhere, items: ofGroup(everywhere) },
  ].map(({ label, items }) => ({
    label,
    items: bestFirst(
      items.filter((item) => isMeant(q, label, item)),
      (item) => beginsWith(q, item),
    ),
  }));
  const local = bestFirst(groups, ({ items }) => items.some((item) => beginsWith(q, item)));
  return [...local, ...foundGroups(q, hits)].filter(({ items }) => items.length > 0);
}

const actionItem = (action: PageAction): PlainItem => ({
  kind: 'plain',
  label: action.label,
  icon: action.group === everywhere ? Keyboard : ChevronRight,
  keys: action.keys,
  offReason: action.offReason,
  choice: { kind: 'run', action },
});

type PlainItem = Extract<PaletteItem, { kind: 'plain' }>;

const pageItems: PlainItem[] = [
  ...places.map(({ href, label, icon, keys }) => goItem(href, label, icon, keys)),
  goItem('/sessions/new', 'New session', Plus),
];

const themeItems: PlainItem[] = themes.map(({ value, label, icon }) => ({
  kind: 'plain',
  label,
  icon,
  choice: { kind: 'theme', theme: value },
}));

function goItem(href: string, label: string, icon: LucideIcon, keys?: string): PlainItem {
  return { kind: 'plain', label, icon, keys, choice: { kind: 'go', href } };
}

/** Each word of the text begins a word of the label or its heading: "go acc", "dark". */
function isMeant(q: string, group: string, { label }: PlainItem): boolean {
  const words = wordsOf(`${group} ${label}`);
  return wordsOf(q).every((part) => words.some((word) => word.startsWith(part)));
}

/** "acc" means the page Accounts before it means "Search accounts". */
const beginsWith = (q: string, { label }: PlainItem) => label.toLowerCase().startsWith(q.toLowerCase());

const bestFirst = <Each>(all: Each[], isBest: (each: Each) => boolean): Each[] =>
  all.toSorted((one, other) => Number(isBest(other)) - Number(isBest(one)));

const wordsOf = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean);

function foundGroups(
  q: string,
  { accounts, hasMoreAccounts, holders, sessions }: SearchAnswer,
): PaletteGroup[] {
  const more = goItem(`/accounts?q=${encodeURIComponent(q)}`, `All accounts that match “${q}”`, List);
  return [
    {
      label: 'Accounts',
      items: [
        ...accounts.map(
          (account): PaletteItem => ({
            kind: 'account',
            account,
            choice: { kind: 'go', href: `/accounts/${account.id}` },
          }),
        ),
        ...(hasMoreAccounts ? [more] : []),
      ],
    },
    {
      label: 'Holders',
      items: holders.map((holder) => ({
        kind: 'holder',
        holder,
        choice: { kind: 'go', href: `/accounts?holder=${encodeURIComponent(holder.id)}` },
      })),
    },
    {
      label: 'Sessions',
      items: sessions.map((session) => ({
        kind: 'session',
        session,
        choice: { kind: 'go', href: `/sessions/${session.id}` },
      })),
    },
  ];
}
