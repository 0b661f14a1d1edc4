-- What the palette finds: holders by any part of their name, e-mail or id, sessions by the start of their id.
create function holder_search_text(name text, email text, id text) returns text language sql immutable parallel safe as $$
  select lower(coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || id)
$$;
create index holders_search on holders using gin (holder_search_text(name, email, id) gin_trgm_ops);

-- The primary key serves the start of an id in a database of the collation C only.
create index sessions_id_start on sessions (id text_pattern_ops);
