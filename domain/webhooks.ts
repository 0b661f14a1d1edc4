// How the console hears from Stripe: the endpoint that delivers to it, and whether anything comes.

/** What connecting did: an endpoint was made, brought up to date, or found as it should be. */
export type ConnectOutcome = 'created' | 'updated' | 'kept';

export interface WebhooksView {
  /** By an endpoint that we made, by secrets of the environment, or not at all: then sweeps alone keep the copy true. */
  state: 'connected' | 'by_environment' | 'not_connected';
  endpointId: string | null;
  /** Where Stripe delivers to. */
  url: string;
  apiVersion: string | null;
  checkedAt: string | null;
  lastEventAt: string | null;
  /** Why no endpoint can be made from here, in a sentence; null when it can. */
  cannotConnect: string | null;
}
