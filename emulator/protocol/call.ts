// What a call is: its URL, its parameters by version, and what it does.
import type { Account, View, World } from '@/emulator/objects';
import type { Shape, Values } from '@/emulator/protocol/parameters';
import type { Version } from '@/emulator/protocol/versions';
import type { Store, Tx } from '@/emulator/store';

/** What a call is given. */
interface CallContext<P> {
  store: Store;
  world: World;
  view: View;
  /** The id in the path, if there is one. */
  id: string;
  params: P;
  /** The account as this read is to see it: a stale one sees an earlier state. */
  recall: (account: Account) => Account;
}

/** What a call that writes is given. */
interface WriteContext<P> extends CallContext<P> {
  tx: Tx;
}

interface CallBase {
  path: string;
  /** The name of the operation: rate limits are counted by it. */
  operation: string;
  parameters: (version: Version) => Shape;
  /** What `expand[]` may name. */
  expandable?: readonly string[];
  /** Only there in versions that know it. */
  exists?: (version: Version) => boolean;
}

/** A call that only reads. */
interface ReadCall<P> extends CallBase {
  method: 'GET';
  run: (context: CallContext<P>) => Promise<unknown>;
}

/** A call that changes something, in one transaction. */
interface WriteCall<P> extends CallBase {
  method: 'POST' | 'DELETE';
  run: (context: WriteContext<P>) => Promise<unknown>;
}

/** A call as the handler sees it: the parameters' type is known to the call alone. */
export type Call = ReadCall<never> | WriteCall<never>;

interface Definition<S extends Shape, C> extends CallBase {
  parameters: (version: Version) => S;
  run: (context: C) => Promise<unknown>;
}

/** A call by GET. */
export function reads<S extends Shape>(definition: Definition<S, CallContext<Values<S>>>): Call {
  return { ...definition, method: 'GET' };
}

/** A call by POST. */
export function writes<S extends Shape>(definition: Definition<S, WriteContext<Values<S>>>): Call {
  return { ...definition, method: 'POST' };
}

/** A call by DELETE. */
export function deletes<S extends Shape>(definition: Definition<S, WriteContext<Values<S>>>): Call {
  return { ...definition, method: 'DELETE' };
}
