-- The way to Stripe, shared by every process: whose turn it is under Stripe's rate limits, and whether Stripe answers.

-- One row in all ("all") and one per operation. Unlogged: after a crash the last second is forgotten, which is right.
-- Times are milliseconds of this server's clock.
CREATE UNLOGGED TABLE "stripe_limits" (
    "name" TEXT NOT NULL,
    "people" BIGINT[],
    "others" BIGINT[],
    "people_ms" BIGINT NOT NULL DEFAULT 0,
    "cut_factor" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "cut_ms" BIGINT NOT NULL DEFAULT 0,
    "refused_since_ms" BIGINT,
    "refused_ms" BIGINT,

    CONSTRAINT "stripe_limits_pkey" PRIMARY KEY ("name")
);
-- Few rows that change with every call: room on their page keeps the changes there.
ALTER TABLE "stripe_limits" SET (fillfactor = 20);

CREATE TABLE "stripe_health" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "is_open" BOOLEAN NOT NULL DEFAULT false,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_answer_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "probed_at" TIMESTAMPTZ(3),

    CONSTRAINT "stripe_health_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "stripe_health_one_row" CHECK ("id" = 1)
);
INSERT INTO "stripe_health" ("id") VALUES (1);

-- How much of a limit is used after Stripe said "too many": it rests for 2 s and is whole again 12 s after the cut.
create function stripe_rate_factor(cut_factor double precision, cut_ms bigint, at_ms bigint)
returns double precision language sql immutable as $$
  select case
    when at_ms < cut_ms + 2000 then cut_factor
    else least(1, cut_factor + (1 - cut_factor) * (at_ms - cut_ms - 2000) / 10000.0)
  end
$$;

-- How many turns one limit has free, for a person or for others. People may use all of it; others leave a part free
-- (the larger part while people are at work), but always have a tenth, so that people cannot starve them.
create function stripe_free_turns(
  row_of stripe_limits, whole integer, is_person boolean, is_busy boolean, at_ms bigint
) returns integer language sql immutable as $$
  select case when is_person then most - used
    else least(most - used, greatest(
      most - ceil(most * case when is_busy then 0.4 else 0.2 end)::integer - used,
      greatest(1, most / 10) - cardinality(row_of.others)))
  end
  from (
    select greatest(1, floor(whole * stripe_rate_factor(row_of.cut_factor, row_of.cut_ms, at_ms))::integer) as most,
      cardinality(row_of.people) + cardinality(row_of.others) as used
  ) as limits
$$;

-- Takes up to `wanted` turns for one operation: in no `window_ms` are there more than the limits, whoever takes them.
-- `wait_ms`: when to ask again. `refusal`: Stripe refuses the key ("all") or this operation; one call a minute tries.
-- `given_ms` stands for the clock in tests.
create function stripe_take_turns(
  operation text, is_person boolean, wanted integer, whole integer, each_operation integer,
  window_ms integer, refused_wait_ms integer, given_ms bigint default null
) returns table (granted integer, wait_ms integer, refusal text, is_trial boolean, open_since timestamptz)
language plpgsql as $$
declare
  in_all stripe_limits;
  in_one stripe_limits;
  at_ms bigint;
  is_busy boolean;
  free_all integer;
  free_one integer;
  blocking stripe_limits;
begin
  granted := 0;
  wait_ms := 0;
  is_trial := false;
  select health.since into open_since from stripe_health as health where health.is_open;
  if found then
    return next;
    return;
  end if;
  -- The row of all is the one lock: whoever holds it may touch the others.
  select * into in_all from stripe_limits where name = 'all' for update;
  select * into in_one from stripe_limits where name = operation;
  if in_all.name is null or in_one.name is null then
    insert into stripe_limits (name, people, others) values ('all', '{}', '{}'), (operation, '{}', '{}')
      on conflict do nothing;
    select * into in_all from stripe_limits where name = 'all' for update;
    select * into in_one from stripe_limits where name = operation;
  end if;
  at_ms := coalesce(given_ms, floor(extract(epoch from clock_timestamp()) * 1000)::bigint);

  if at_ms < in_all.refused_ms + refused_wait_ms then
    refusal := 'all';
    wait_ms := in_all.refused_ms + refused_wait_ms - at_ms;
    return next;
    return;
  end if;
  if at_ms < in_one.refused_ms + refused_wait_ms then
    refusal := operation;
    wait_ms := in_one.refused_ms + refused_wait_ms - at_ms;
    return next;
    return;
  end if;
  is_trial := in_all.refused_ms is not null or in_one.refused_ms is not null;

  -- A clock that was set back leaves times to come: they count until the clock is there, or are dropped when far off.
  in_all.people := array(select t from unnest(in_all.people) as t where t > at_ms - window_ms and t < at_ms + 60000);
  in_all.others := array(select t from unnest(in_all.others) as t where t > at_ms - window_ms and t < at_ms + 60000);
  in_one.people := array(select t from unnest(in_one.people) as t where t > at_ms - window_ms and t < at_ms + 60000);
  in_one.others := array(select t from unnest(in_one.others) as t where t > at_ms - window_ms and t < at_ms + 60000);
  is_busy := is_person or in_all.people_ms > at_ms - 30000;
  free_all := stripe_free_turns(in_all, whole, is_person, is_busy, at_ms);
  free_one := stripe_free_turns(in_one, each_operation, is_person, is_busy, at_ms);
  granted := greatest(0, least(wanted, free_all, free_one));
  if is_trial then
    granted := least(granted, 1);
  end if;
  if granted = 0 then
    blocking := case when free_all <= free_one then in_all else in_one end;
    select greatest(5, min(t) + window_ms - at_ms + 1)::integer into wait_ms
      from unnest(blocking.people || blocking.others) as t;
    wait_ms := least(window_ms, coalesce(wait_ms, 50));
    is_trial := false;
  end if;

  update stripe_limits set
    people = case when is_person then in_all.people || array_fill(at_ms, array[granted]) else in_all.people end,
    others = case when is_person then in_all.others else in_all.others || array_fill(at_ms, array[granted]) end,
    people_ms = case when is_person then at_ms else people_ms end,
    refused_ms = case when is_trial and refused_ms is not null then at_ms else refused_ms end
  where name = 'all';
  update stripe_limits set
    people = case when is_person then in_one.people || array_fill(at_ms, array[granted]) else in_one.people end,
    others = case when is_person then in_one.others else in_one.others || array_fill(at_ms, array[granted]) end,
    refused_ms = case when is_trial and refused_ms is not null then at_ms else refused_ms end
  where name = operation;
  return next;
end
$$;

-- Stripe said "too many", in all or for one operation: half from now on. Many such answers within a second are one.
create function stripe_cut_rate(cut_name text, given_ms bigint default null) returns void language plpgsql as $$
declare
  at_ms bigint := coalesce(given_ms, floor(extract(epoch from clock_timestamp()) * 1000)::bigint);
begin
  insert into stripe_limits (name, people, others) values (cut_name, '{}', '{}') on conflict do nothing;
  update stripe_limits
    set cut_factor = greatest(0.05, stripe_rate_factor(cut_factor, cut_ms, at_ms) / 2), cut_ms = at_ms
    where name = cut_name and cut_ms < at_ms - 1000;
end
$$;

-- Stripe refused the key ("all") or its right to one operation.
create function stripe_note_refusal(refused_name text) returns void language plpgsql as $$
declare
  at_ms bigint := floor(extract(epoch from clock_timestamp()) * 1000)::bigint;
begin
  insert into stripe_limits (name, people, others) values (refused_name, '{}', '{}') on conflict do nothing;
  update stripe_limits set refused_since_ms = coalesce(refused_since_ms, at_ms), refused_ms = at_ms
    where name = refused_name;
end
$$;
