-- The list of sessions of one origin, and how many it has.
CREATE INDEX "sessions_origin_first_seen_at_id_idx" ON "sessions"("origin", "first_seen_at" DESC, "id" DESC);
