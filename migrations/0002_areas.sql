-- Polygon units that exist outside our plans. WGS-84 throughout; the interior point decides scope.
create table areas (
  id bigint generated always as identity,
  kind text not null,
  code text,
  name text not null,
  parent_id bigint,
  households integer,
  population integer,
  geometry geometry(MultiPolygon, 4326) not null,
  interior_point geometry(Point, 4326) not null,
  area_square_metres double precision not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint areas_pkey primary key (id),
  constraint areas_parent_fkey foreign key (parent_id) references areas (id),
  constraint areas_kind_check check (kind in ('prefecture', 'district', 'township', 'village', 'community', 'forest', 'station')),
  constraint areas_code_check check (code ~ '^[0-9A-Za-z-]{1,32}$'),
  constraint areas_households_check check (households >= 0),
  constraint areas_population_check check (population >= 0)
);
create unique index areas_kind_code_key on areas (kind, code);
create index areas_parent_id_idx on areas (parent_id);
create index areas_geometry_idx on areas using gist (geometry);
create index areas_interior_point_idx on areas using gist (interior_point);
