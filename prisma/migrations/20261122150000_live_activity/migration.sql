-- The activity page follows what was heard and what runs.
create trigger events_added after insert on events
  referencing new table as changed_rows for each statement execute function notify_changes('id');
create trigger events_updated after update on events
  referencing new table as changed_rows for each statement execute function notify_changes('id');
create trigger notices_added after insert on notices
  referencing new table as changed_rows for each statement execute function notify_changes('kind');
create trigger notices_updated after update on notices
  referencing new table as changed_rows for each statement execute function notify_changes('kind');
