// Loaded into every child of the supervisor (--import): ends the process when its parent is gone, by SIGKILL too.
// The worker and the emulator end their work first; RELINK_GRACE_MS is how long they may take.
if (process.channel) {
  const graceMs = Number(process.env.RELINK_GRACE_MS ?? 0);
  process.on('disconnect', () => {
    if (graceMs > 0) setTimeout(() => process.exit(1), graceMs).unref();
    else process.exit(0);
  });
  // A listener alone would keep short-lived children (build workers) alive.
  process.channel.unref();
}
