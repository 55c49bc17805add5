create table devices (
  id bigint generated always as identity,
  name text not null,
  identity text,
  datum text not null default 'wgs84',
  secret text,
  always_on_duty boolean not null default false,
  station_area_id bigint,
  created_at timestamptz not null default now(),
  constraint devices_pkey primary key (id),
  constraint devices_identity_key unique (identity),
  constraint devices_station_area_fkey foreign key (station_area_id) references areas (id),
  constraint devices_datum_check check (datum in ('wgs84', 'gcj02', 'bd09'))
);
alter table tokens add constraint tokens_device_fkey foreign key (device_id) references devices (id) on delete cascade;
alter table looks add constraint looks_device_fkey foreign key (device_id) references devices (id);

-- Who carried which device, when; a device has one carrier at a time.
create table device_carriers (
  id bigint generated always as identity,
  device_id bigint not null,
  person_id bigint not null,
  period tstzrange not null,
  constraint device_carriers_pkey primary key (id),
  constraint device_carriers_device_fkey foreign key (device_id) references devices (id),
  constraint device_carriers_person_fkey foreign key (person_id) references people (id),
  constraint device_carriers_period_check check (not isempty(period) and not lower_inf(period)),
  constraint device_carriers_once exclude using gist (device_id with =, period with &&)
);
create index device_carriers_person_id_idx on device_carriers using gist (person_id, period);
