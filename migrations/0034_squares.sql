-- Ways through squares of a kilometre on a UTC day, by whoever carried the device: packed, twelve bytes each (row, column,
-- second of the day, decimetres). Made only while a rule asks for squares, as is said in `measured_days`.
create table square_runs (
  device_id bigint not null,
  day date not null,
  person_id bigint not null,
  runs bytea not null,
  constraint square_runs_pkey primary key (device_id, day, person_id),
  constraint square_runs_device_fkey foreign key (device_id) references devices (id)
);
create index square_runs_day_idx on square_runs (day);

alter table measured_days add column squares boolean not null default false;
