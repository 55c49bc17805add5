-- When a record says it was, where that can be believed: of a file that is long before it arrived, and it is forgotten
-- with whoever carried the device then.
alter table quarantine add column recorded_at timestamptz;
