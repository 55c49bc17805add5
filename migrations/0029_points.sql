-- Places that are to be visited: households as points without names, posts, gates, checkpoints, towers, seasonal camps.
-- One that replaces another stands for it while it is there: a camp for the house that is empty meanwhile.
create table points (
  id bigint generated always as identity,
  label text not null,
  replaces_id bigint,
  created_at timestamptz not null default now(),
  constraint points_pkey primary key (id),
  constraint points_replaces_fkey foreign key (replaces_id) references points (id),
  constraint points_replaces_other check (replaces_id <> id)
);
create index points_replaces_id_idx on points (replaces_id);
create index points_label_idx on points (label);

-- What a point is, and where, from when until when. Never changed once it has begun, but for its end: what was judged
-- by it stays as it was.
create table point_versions (
  id bigint generated always as identity,
  point_id bigint not null,
  kind text not null,
  weight double precision not null,
  is_key boolean not null,
  radius_metres double precision not null,
  position geometry(Point, 4326) not null,
  period tstzrange not null,
  constraint point_versions_pkey primary key (id),
  constraint point_versions_point_fkey foreign key (point_id) references points (id) on delete cascade,
  constraint point_versions_kind_check check (kind in ('household', 'post', 'gate', 'checkpoint', 'tower', 'camp', 'other')),
  constraint point_versions_weight_check check (weight > 0),
  constraint point_versions_radius_check check (radius_metres > 0),
  constraint point_versions_period_check check (not isempty(period) and not lower_inf(period)),
  constraint point_versions_once exclude using gist (point_id with =, period with &&)
);
create index point_versions_position_idx on point_versions using gist (position);

-- How far a device's UTC day was measured at points and roads: as of which counters in visit_days of that day and its
-- neighbours, up to which version of a point, for they are numbered as they come, and along the roads of which layers.
create table measured_days (
  device_id bigint not null,
  day date not null,
  signature text not null,
  version_id bigint not null,
  layer_ids bigint[] not null,
  constraint measured_days_pkey primary key (device_id, day),
  constraint measured_days_device_fkey foreign key (device_id) references devices (id)
) with (fillfactor = 50);
create index measured_days_day_idx on measured_days (day);

-- When a device was within the radius of a point, cut at UTC midnight; `bridged` are the reporting gaps inside.
create table point_stays (
  device_id bigint not null,
  day date not null,
  version_id bigint not null,
  entered_at timestamptz not null,
  left_at timestamptz not null,
  person_id bigint,
  bridged tstzmultirange not null default '{}',
  constraint point_stays_pkey primary key (device_id, day, version_id, entered_at),
  constraint point_stays_device_fkey foreign key (device_id) references devices (id)
);
create index point_stays_day_idx on point_stays (day);

-- Which pieces of a layer's roads a device went along on a UTC day, and when: packed, twelve bytes each (the feature, the
-- piece, the second of the day).
create table road_passes (
  device_id bigint not null,
  day date not null,
  layer_id bigint not null,
  person_id bigint not null,
  passes bytea not null,
  constraint road_passes_pkey primary key (device_id, day, layer_id, person_id),
  constraint road_passes_device_fkey foreign key (device_id) references devices (id)
);
create index road_passes_day_idx on road_passes (day);

-- Raised with every change of a point.
insert into revisions (name) values ('points');
