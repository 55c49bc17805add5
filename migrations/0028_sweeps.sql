-- What each device swept of the cells of a plan on a local day, as bitmaps of the cells: made from the fixes when they are
-- asked for, and in the background. Settled rows stand for positions that were forgotten; what is made anew is added.
create table sweeps (
  plan_id bigint not null,
  -- 0 for the width that is usual in each kind of place.
  width_metres real not null,
  day date not null,
  device_id bigint not null,
  -- The sum of the device's counts in visit_days, and what else it was made from.
  made_from bigint not null,
  ground text not null,
  west_e7 integer not null,
  south_e7 integer not null,
  east_e7 integer not null,
  north_e7 integer not null,
  cells bytea not null,
  bits bytea not null,
  settled boolean not null default false,
  constraint sweeps_pkey primary key (plan_id, width_metres, day, device_id),
  constraint sweeps_plan_fkey foreign key (plan_id) references plans (id) on delete cascade,
  constraint sweeps_device_fkey foreign key (device_id) references devices (id)
);
-- They are deflated already.
alter table sweeps alter column bits set storage external;

-- Counted for every day on which lines changed from now on, no longer for visits alone.
insert into visit_days (device_id, day, revision)
select distinct device_id, day, 1 from tracks
cross join lateral (values (cast(started_at at time zone 'UTC' as date)), (cast(ended_at at time zone 'UTC' as date))) ends (day)
on conflict do nothing;
