// How control calls are added to the routes.

/** What a control call is given beside its body. */
export interface Asked {
  /** A parameter of the query, or undefined. */
  query: (name: string) => string | undefined;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Adds a control call; `id` is the `:id` of its path, empty without one. */
export type On = (
  method: Method,
  path: string,
  run: (id: string, sent: unknown, asked: Asked) => Promise<unknown>,
) => void;
