-- Changes are told to whoever listens, once per statement, and found again by their version.
-- CreateIndex
CREATE INDEX "accounts_version_idx" ON "accounts"("version");

-- CreateIndex
CREATE INDEX "sessions_version_idx" ON "sessions"("version");

-- A trigger of a statement with its rows as `changed_rows`. Without an argument the table has `id` and `version`; with one, it names
-- the column that says what changed. At most 40 ids travel, since a notification has 8000 bytes at most: beyond that it says "many".
create function notify_changes() returns trigger language plpgsql as $$
declare
  most constant int := 40;
  newest bigint;
  ids text[];
  message text;
begin
  if tg_nargs = 0 then
    ids := array(select id from changed_rows limit most + 1);
    newest := (select max(version) from changed_rows);
  else
    execute format('select array(select distinct %I::text from changed_rows limit %s)', tg_argv[0], most + 1) into ids;
  end if;
  if cardinality(ids) = 0 then
    return null;
  end if;
  message := json_strip_nulls(json_build_object('t', tg_table_name, 'v', newest::text, 'ids', ids))::text;
  if cardinality(ids) > most or octet_length(message) > 7500 then
    message := json_strip_nulls(json_build_object('t', tg_table_name, 'v', newest::text, 'many', true))::text;
  end if;
  perform pg_notify('relink_changes', message);
  return null;
end
$$;

-- A trigger with transition tables hears one kind of statement only; an upsert fires both.
create trigger accounts_added after insert on accounts
  referencing new table as changed_rows for each statement execute function notify_changes();
create trigger accounts_updated after update on accounts
  referencing new table as changed_rows for each statement execute function notify_changes();
create trigger sessions_added after insert on sessions
  referencing new table as changed_rows for each statement execute function notify_changes();
create trigger sessions_updated after update on sessions
  referencing new table as changed_rows for each statement execute function notify_changes();

-- What stands around an account without changing its row: owners, transactions, what operators did; and the runs.
create trigger ownership_reads_added after insert on ownership_reads
  referencing new table as changed_rows for each statement execute function notify_changes('account_id');
create trigger ownership_reads_updated after update on ownership_reads
  referencing new table as changed_rows for each statement execute function notify_changes('account_id');
create trigger transaction_reads_added after insert on transaction_reads
  referencing new table as changed_rows for each statement execute function notify_changes('account_id');
create trigger transaction_reads_updated after update on transaction_reads
  referencing new table as changed_rows for each statement execute function notify_changes('account_id');
create trigger audit_entries_added after insert on audit_entries
  referencing new table as changed_rows for each statement execute function notify_changes('target_id');
create trigger backfills_added after insert on backfills
  referencing new table as changed_rows for each statement execute function notify_changes('id');
create trigger backfills_updated after update on backfills
  referencing new table as changed_rows for each statement execute function notify_changes('id');
