-- Facts. `device_id` comes first in every key: it is what they would be distributed by.

-- What arrived, stored before it is answered. `body` holds a live request; of a file the fixes are the record.
create table receipts (
  device_id bigint not null,
  id bigint generated always as identity,
  received_at timestamptz not null default now(),
  protocol text not null,
  token_id bigint,
  account_id bigint,
  file_name text,
  body bytea,
  received integer not null,
  stored integer not null,
  duplicates integer not null,
  flagged integer not null,
  off_duty integer not null,
  refused jsonb,
  constraint receipts_pkey primary key (device_id, id),
  constraint receipts_device_fkey foreign key (device_id) references devices (id)
);
create index receipts_device_id_received_at_idx on receipts (device_id, received_at desc);

-- One reported position. Degrees times 1e7 as integers make the key exact. `flags` is a bit set of reasons
-- (server/tracks/flag.ts), `break_before` a segment the source began here: a reporting gap whatever the times.
-- `reported_at` is what a receiver said whose week counter had rolled over; `recorded_at` is then the corrected time.
create table fixes (
  device_id bigint not null,
  recorded_at timestamptz not null,
  lon_e7 integer not null,
  lat_e7 integer not null,
  receipt_id bigint not null,
  flags integer not null default 0,
  break_before boolean not null default false,
  accuracy_metres real,
  speed_metres_per_second real,
  course_degrees real,
  altitude_metres real,
  received_at timestamptz not null default now(),
  reported_at timestamptz,
  constraint fixes_pkey primary key (device_id, recorded_at, lon_e7, lat_e7)
) partition by range (recorded_at);
create table fixes_default partition of fixes default;

-- Positions off duty: acknowledged, counted, not kept.
create table off_duty_counts (
  device_id bigint not null,
  day date not null,
  count bigint not null,
  constraint off_duty_counts_pkey primary key (device_id, day)
);

-- The fixes of a device cut at pauses. Sums only: lines are drawn from the fixes.
create table tracks (
  device_id bigint not null,
  id bigint generated always as identity,
  person_id bigint,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  fixes integer not null,
  flagged integer not null,
  metres double precision not null,
  moving_seconds double precision not null,
  west_e7 integer not null,
  south_e7 integer not null,
  east_e7 integer not null,
  north_e7 integer not null,
  constraint tracks_pkey primary key (device_id, id),
  constraint tracks_started_once unique (device_id, started_at),
  constraint tracks_device_fkey foreign key (device_id) references devices (id)
);
create index tracks_id_idx on tracks (id);
create index tracks_started_at_idx on tracks (started_at);
create index tracks_person_id_idx on tracks (person_id, started_at);

-- A track's stay in a cell, at most a day long; `continued` where it goes on from one that was cut at a day.
-- `bridged` are the reporting gaps inside, never part of the dwell.
create table visits (
  device_id bigint not null,
  cell_id bigint not null,
  entered_at timestamptz not null,
  left_at timestamptz not null,
  person_id bigint,
  metres double precision not null,
  bridged tstzmultirange not null default '{}',
  bridged_seconds double precision not null default 0,
  continued boolean not null default false,
  cells_revision bigint not null,
  constraint visits_pkey primary key (device_id, entered_at, cell_id),
  constraint visits_device_fkey foreign key (device_id) references devices (id)
);
create index visits_entered_at_idx on visits (entered_at) include (left_at, cell_id, person_id, device_id, bridged_seconds, metres);
create index visits_cell_id_left_at_idx on visits (cell_id, left_at desc);

-- Where reading a device's fixes can be taken up without those before: what was open just before an hour, written
-- where fixes lie within a pause of that hour on its earlier side; and at `infinity`, after the last fix.
create table resume_points (
  device_id bigint not null,
  at timestamptz not null,
  state json not null,
  constraint resume_points_pkey primary key (device_id, at),
  constraint resume_points_device_fkey foreign key (device_id) references devices (id)
);

-- Periods of a device whose tracks and visits are to be derived again from its fixes, for its carrier was changed.
create table rereadings (
  device_id bigint not null,
  id bigint generated always as identity,
  period tstzrange not null,
  queued_at timestamptz not null default now(),
  constraint rereadings_pkey primary key (device_id, id),
  constraint rereadings_device_fkey foreign key (device_id) references devices (id)
);
