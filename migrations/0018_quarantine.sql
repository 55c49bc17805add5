-- What arrived and could not be understood, record by record, as its protocol sent it: decoded again when a decoder is
-- mended or a person asks. `attempts` counts those; `outcome` says what became of it, null while it waits.
create table quarantine (
  device_id bigint not null,
  id bigint generated always as identity,
  receipt_id bigint not null,
  received_at timestamptz not null,
  protocol text not null,
  reason text not null,
  raw bytea not null,
  is_live boolean not null,
  attempts integer not null default 0,
  outcome text,
  settled_at timestamptz,
  constraint quarantine_pkey primary key (device_id, id),
  constraint quarantine_device_fkey foreign key (device_id) references devices (id),
  constraint quarantine_outcome_check check (outcome in ('stored', 'duplicate', 'off-duty', 'nothing', 'dismissed'))
);
create index quarantine_waiting_idx on quarantine (device_id, reason, id) where outcome is null;
create index quarantine_received_at_idx on quarantine (received_at);

-- What a message says of its sender beside positions; `latest_at` is the last instant among the positions kept, by
-- which the device's clock is compared with ours.
alter table receipts add column labels jsonb;
alter table receipts add column battery_percent smallint;
alter table receipts add column latest_at timestamptz;
alter table receipts add column is_live boolean;

-- Larger messages are packed by gzip before they come here, so that PostgreSQL need not try it again.
alter table receipts add column body_packed boolean not null default false;
alter table receipts alter column body set storage external;
