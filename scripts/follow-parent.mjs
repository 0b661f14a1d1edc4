// Loaded into every child of the supervisor (--import): ends the process when its parent is gone, by SIGKILL too.
// The worker and the emulator end their work first; RELINK_GRACE_MS is how long they may take.
const LOOK_EVERY_MS = 250;

if (process.channel) {
  const graceMs = Number(process.env.RELINK_GRACE_MS ?? 0);
  // Looked at, not listened to: a listener for "disconnect" would keep short-lived children alive, and unref() on the
  // channel would let build workers, which wait for nothing but messages, end in the middle of their work.
  const look = setInterval(() => {
    if (process.connected) return;
    clearInterval(look);
    if (graceMs > 0) setTimeout(() => process.exit(1), graceMs).unref();
    else process.exit(0);
  }, LOOK_EVERY_MS);
  look.unref();
}
