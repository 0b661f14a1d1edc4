// Loaded into each child of the supervisor (--import): ends the process when the supervisor is gone, by SIGKILL too.
// The worker and the emulator end their work first; RELINK_GRACE_MS is how long they may take.

// What a child starts itself inherits our environment, and is not our business: it follows its own parent.
if (process.channel && process.ppid === Number(process.env.RELINK_SUPERVISOR)) {
  const graceMs = Number(process.env.RELINK_GRACE_MS ?? 0);
  process.on('disconnect', () => {
    if (graceMs > 0) setTimeout(() => process.exit(1), graceMs).unref();
    else process.exit(0);
  });
  // The listener must not keep a child alive that has done its work.
  process.channel.unref();
}
