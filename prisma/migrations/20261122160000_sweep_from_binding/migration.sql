-- Where the sweeps of events begin is written when the database is bound. Of one that was bound before, as it was reckoned.
insert into "event_sweep" ("id", "swept_to")
select 1, "bound_at" + "clock_offset_ms" * interval '1 millisecond' from "bindings"
on conflict ("id") do nothing;
