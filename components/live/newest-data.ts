// What a query holds, with each row in it at the newest state that the stream has told.
import { type InfiniteData, replaceEqualDeep } from '@tanstack/react-query';
import type { AccountDetail, AccountRow } from '@/domain/account';
import type { Page } from '@/domain/page';
import type { RelinkPage } from '@/domain/relink';
import type { SessionDetail, SessionRow } from '@/domain/session';
import { newerRows } from '@/domain/version';
import { heardAccounts, heardSessions } from './heard-rows';

type Pages<Row> = InfiniteData<Page<Row>, string | null>;
type RelinkPages = InfiniteData<RelinkPage, string | null>;
type Newer<Row> = ReadonlyMap<string, Row>;

/**
 * For `structuralSharing` of a list: the pages as they arrived, in which no row goes behind what is shown or was heard.
 */
export function keepNewestRows(key: readonly unknown[]) {
  return (shown: unknown, arrived: unknown): unknown => {
    const kept = isRelinks(key)
      ? newestRelinks(arrived as RelinkPages, shownAccounts(shown as RelinkPages | undefined))
      : newestPages(arrived as Pages<AnyRow>, shownRows(shown as Pages<AnyRow> | undefined));
    return replaceEqualDeep(shown, newestData(key, kept));
  };
}

/** The data of the query with this key in its newest state; the same object when nothing in it is older than what was heard. */
export function newestData(key: readonly unknown[], data: unknown): unknown {
  const [noun, about] = key;
  if (typeof data !== 'object' || data === null) return data;
  if ('pages' in data) {
    if (noun === 'accounts') return newestPages(data as Pages<AccountRow>, heardAccounts);
    if (noun === 'sessions') return newestPages(data as Pages<SessionRow>, heardSessions);
    return isRelinks(key) ? newestRelinks(data as RelinkPages, heardAccounts) : data;
  }
  if (key.length !== 2 || typeof about !== 'string') return data;
  if (noun === 'account') return newestAround(data as AccountDetail);
  if (noun === 'session') return newestBrought(data as SessionDetail);
  return data;
}

type AnyRow = AccountRow | SessionRow;

const isRelinks = ([noun]: readonly unknown[]): boolean => noun === 'relinks';

const shownRows = (shown: Pages<AnyRow> | undefined): Newer<AnyRow> =>
  new Map(shown?.pages.flatMap(({ data }) => data).map((row) => [row.id, row]));

const shownAccounts = (shown: RelinkPages | undefined): Newer<AccountRow> =>
  new Map(
    shown?.pages.flatMap(({ data }) => data.flatMap(({ accounts }) => accounts)).map((row) => [row.id, row]),
  );

function newestPages<Row extends AnyRow>(data: Pages<Row>, newer: Newer<Row>): Pages<Row> {
  return mapPages(data, (page) => {
    const rows = newerRows(newer, page.data);
    return rows === page.data ? page : { ...page, data: rows };
  });
}

function newestRelinks(data: RelinkPages, newer: Newer<AccountRow>): RelinkPages {
  return mapPages(data, (page) => {
    const units = page.data.map((unit) => {
      const accounts = newerRows(newer, unit.accounts);
      return accounts === unit.accounts ? unit : { ...unit, accounts };
    });
    return units.some((unit, index) => unit !== page.data[index]) ? { ...page, data: units } : page;
  });
}

/** The account itself has more than its row: it is read anew instead. */
function newestAround(account: AccountDetail): AccountDetail {
  const siblings = newerRows(heardAccounts, account.siblings);
  const sessions = newerRows(heardSessions, account.sessions);
  const isSame = siblings === account.siblings && sessions === account.sessions;
  return isSame ? account : { ...account, siblings, sessions };
}

function newestBrought(session: SessionDetail): SessionDetail {
  const accounts = newerRows(heardAccounts, session.accounts);
  return accounts === session.accounts ? session : { ...session, accounts };
}

function mapPages<P>(data: InfiniteData<P, string | null>, map: (page: P) => P) {
  const pages = data.pages.map(map);
  return pages.some((page, index) => page !== data.pages[index]) ? { ...data, pages } : data;
}
