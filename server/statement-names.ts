// Which statements Postgres keeps planned: parsing and planning is most of what a small one costs it.
import 'server-only';

/** A connection keeps no more plans; what comes after them is planned each time. */
const mostNames = 300;

/**
 * Which index serves a list, a count or a group best depends on what is asked for, a filter that few rows match or nearly all:
 * our own statements of these kinds are planned for their values each time.
 */
const isPlannedAnew = /\blimit \$|\bcount\(|\bgroup by\b/;

/**
 * For the adapter's `statementNameGenerator`: the name under which a connection keeps the plan of this text, or "" for none.
 * A text gets its name the second time it comes: those that hold a list of changing length would use the names up.
 */
export function statementNames(most = mostNames): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  let seenOnce = new Set<string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= most || isPlannedAnew.test(sql)) return '';
    if (!seenOnce.has(sql)) {
      if (seenOnce.size >= most) seenOnce = new Set();
      seenOnce.add(sql);
      return '';
    }
    seenOnce.delete(sql);
    const name = `relink_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
