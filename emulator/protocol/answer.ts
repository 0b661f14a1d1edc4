// An answer before it is put on the wire.

export interface Answer {
  /** 0: none is given. */
  status: number;
  body: string | Buffer;
  headers?: Record<string, string>;
  /** Given before, for the same idempotency key. */
  replayed?: boolean;
}
