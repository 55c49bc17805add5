-- How often the visits that a device began on a UTC day were written: what is held of them in memory is compared by it.
-- Room on every page, so that counting up leaves the indexes alone.
create table visit_days (
  device_id bigint not null,
  day date not null,
  revision bigint not null,
  constraint visit_days_pkey primary key (device_id, day),
  constraint visit_days_device_fkey foreign key (device_id) references devices (id)
) with (fillfactor = 50);
create index visit_days_day_idx on visit_days (day);

insert into visit_days (device_id, day, revision)
select distinct device_id, cast(entered_at at time zone 'UTC' as date), 1 from visits;

-- Raised with every change of a person, team or assignment.
insert into revisions (name) values ('staff');
