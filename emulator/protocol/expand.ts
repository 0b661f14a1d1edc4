// `expand[]`: ids in an answer replaced by the objects they name, one query per kind.
import type { OwnerBody } from '@/emulator/objects';
import { refused } from '@/emulator/protocol/failure';
import type { Query } from '@/emulator/store';

const mostLevels = 4;

type Json = Record<string, unknown>;

interface Slot {
  parent: Json;
  key: string;
  id: string;
}

/** Refuses what cannot be expanded. */
export function checkExpand(paths: string[], expandable: readonly string[], list: boolean): void {
  const allowed = list ? expandable.map((path) => `data.${path}`) : expandable;
  paths.forEach((path, index) => {
    if (path.split('.').length > mostLevels) {
      throw refused(`expand[${index}]`, `You cannot expand more than ${mostLevels} levels of a property.`);
    }
    if (!allowed.includes(path)) {
      throw refused(`expand[${index}]`, `This property cannot be expanded (${path.slice(0, 100)}).`);
    }
  });
}

/** Puts the objects in the place of their ids. */
export async function expandAnswer(
  query: Query,
  world: number,
  body: unknown,
  paths: string[],
): Promise<void> {
  for (const path of new Set(paths)) {
    const steps = path.split('.');
    const slots = slotsAt(body, steps);
    const found = await load(query, world, steps.at(-1) ?? '', [...new Set(slots.map((slot) => slot.id))]);
    for (const slot of slots) slot.parent[slot.key] = found.get(slot.id) ?? slot.id;
  }
}

function slotsAt(node: unknown, steps: string[]): Slot[] {
  if (Array.isArray(node)) return node.flatMap((item) => slotsAt(item, steps));
  if (typeof node !== 'object' || node === null) return [];
  const [key = '', ...rest] = steps;
  const parent = node as Json;
  const value = parent[key];
  if (rest.length > 0) return slotsAt(value, rest);
  return typeof value === 'string' ? [{ parent, key, id: value }] : [];
}

async function load(query: Query, world: number, kind: string, ids: string[]): Promise<Map<string, unknown>> {
  if (ids.length === 0) return new Map();
  if (kind === 'ownership') return loadOwnerships(query, ids);
  const sql =
    kind === 'customer'
      ? 'select id, body, deleted from customers where id = any($1) and world = $2'
      : 'select id, body, false as deleted from connected_accounts where id = any($1) and world = $2';
  const rows = await query<{ id: string; body: unknown; deleted: boolean }>(sql, [ids, world]);
  return new Map(
    rows.map((row) => [row.id, row.deleted ? { id: row.id, object: 'customer', deleted: true } : row.body]),
  );
}

async function loadOwnerships(query: Query, ids: string[]): Promise<Map<string, unknown>> {
  const rows = await query<{ id: string; account: string; created: number; owners: OwnerBody[] }>(
    'select id, account, created, owners from ownerships where id = any($1)',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, ownershipOf(row)]));
}

function ownershipOf(row: { id: string; account: string; created: number; owners: OwnerBody[] }) {
  return {
    id: row.id,
    object: 'financial_connections.account_ownership',
    created: row.created,
    owners: {
      object: 'list',
      data: row.owners.slice(0, 10),
      has_more: row.owners.length > 10,
      url: `/v1/financial_connections/accounts/${row.account}/owners?ownership=${row.id}`,
    },
  };
}
