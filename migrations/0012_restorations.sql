-- Who said that a flagged fix is good, or took that back. The position is not here: it goes with the fix.
create table restorations (
  device_id bigint not null,
  id bigint generated always as identity,
  recorded_at timestamptz not null,
  restored boolean not null,
  account_id bigint not null,
  decided_at timestamptz not null default now(),
  constraint restorations_pkey primary key (device_id, id),
  constraint restorations_device_fkey foreign key (device_id) references devices (id),
  constraint restorations_account_fkey foreign key (account_id) references accounts (id)
);
