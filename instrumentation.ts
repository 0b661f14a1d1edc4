// Runs once when a web process starts, before the first request.

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { turnMalformedAway } = await import('@/server/http/malformed');
  const { closeSlowHeads } = await import('@/server/http/slow-heads');
  turnMalformedAway();
  closeSlowHeads();
}
