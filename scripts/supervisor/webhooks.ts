// Connects the console to Stripe's webhooks, and says in words what came of it.

/** Makes or checks the endpoint. Throws an error whose message is a sentence with the mend. */
export async function connect(actor: string): Promise<string> {
  const [{ disconnect }, { connectWebhooks }] = await Promise.all([
    import('@/server/disconnect'),
    import('@/server/commands/connect-webhooks'),
  ]);
  const words = {
    created: 'a new endpoint',
    updated: 'endpoint brought up to date',
    kept: 'endpoint checked',
  };
  try {
    const { outcome, url } = await connectWebhooks(actor);
    return `${words[outcome]}, Stripe delivers to ${url}`;
  } finally {
    await disconnect();
  }
}

/** At a start beside the emulator; elsewhere an operator decides. A failure is told and stops nothing: sweeps find all the same. */
export async function connectAtStart(isEmulator: boolean): Promise<string> {
  if (!isEmulator) return await standing();
  try {
    return await connect('npm start');
  } catch (error) {
    return `not connected: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function standing(): Promise<string> {
  const [{ db }, { readWebhooks }] = await Promise.all([
    import('@/server/db'),
    import('@/server/cache/webhooks'),
  ]);
  try {
    const { state } = await readWebhooks(db);
    if (state === 'connected') return 'connected';
    if (state === 'by_environment') return 'the secrets of STRIPE_WEBHOOK_SECRET count';
    return 'not connected, sweeps keep the copy true. Connect with: npm run webhooks:connect';
  } finally {
    await db.$disconnect();
  }
}
