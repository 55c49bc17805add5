-- What carries a receiver tells how it moves and so what is impossible for it; null while nobody has said: a phone, or a
-- vehicle's terminal from when it registers over JT/T 808.
alter table devices
  add column kind text,
  add constraint devices_kind_check check (kind in ('phone', 'vehicle', 'body-worn', 'tracker'));
update devices set kind = 'vehicle' where registered_as is not null;

-- What each kind of device is judged by from when, and who said so; the latest of a kind holds, and where there is none
-- the defaults of server/tracks/thresholds.ts.
create table threshold_changes (
  id bigint generated always as identity,
  kind text not null,
  thresholds jsonb not null,
  account_id bigint not null,
  decided_at timestamptz not null default now(),
  constraint threshold_changes_pkey primary key (id),
  constraint threshold_changes_account_fkey foreign key (account_id) references accounts (id),
  constraint threshold_changes_kind_check check (kind in ('phone', 'vehicle', 'body-worn', 'tracker'))
);
insert into revisions (name) values ('thresholds');

-- Who said that a flagged fix is good or that a good one is wrong, and who had it judged again.
alter table restorations rename to fix_decisions;
alter table fix_decisions rename constraint restorations_pkey to fix_decisions_pkey;
alter table fix_decisions rename constraint restorations_device_fkey to fix_decisions_device_fkey;
alter table fix_decisions rename constraint restorations_account_fkey to fix_decisions_account_fkey;
alter table fix_decisions
  add column decision text,
  add column reasons text[] not null default '{}';
update fix_decisions set decision = case when restored then 'restore' else 'judge' end;
alter table fix_decisions
  alter column decision set not null,
  drop column restored,
  add constraint fix_decisions_decision_check check (decision in ('restore', 'exclude', 'judge'));
create index fix_decisions_decided_at_idx on fix_decisions (decided_at);

-- What a device reported in before its datum was changed, each until when, in epoch ms: what arrived by then and is
-- decoded again is still of that.
alter table devices add column former_datums jsonb;

-- Of a fix that was converted at the door, what the device itself said, in its own datum.
alter table fixes
  add column reported_lon_e7 integer,
  add column reported_lat_e7 integer;
