-- Points and lines that came in beside the areas: seats, households and incidents to weigh cells by, roads, rivers and
-- railways to cut them along.
create table layers (
  id bigint generated always as identity,
  kind text not null,
  name text not null,
  -- Whose it is; null: everybody's who may see everything.
  scope_area_id bigint,
  created_at timestamptz not null default now(),
  constraint layers_pkey primary key (id),
  constraint layers_scope_area_fkey foreign key (scope_area_id) references areas (id),
  constraint layers_kind_check check (kind in ('points', 'lines'))
);

create table layer_features (
  layer_id bigint not null,
  index integer not null,
  geometry geometry(Geometry, 4326) not null,
  -- Of a line what it is, for example highway=primary; of a point what it counts as.
  class text,
  name text,
  -- Of a point; null where the file gave none, and every point counts as one.
  weight double precision,
  constraint layer_features_pkey primary key (layer_id, index),
  constraint layer_features_layer_fkey foreign key (layer_id) references layers (id) on delete cascade,
  constraint layer_features_weight_check check (weight >= 0)
);
create index layer_features_geometry_idx on layer_features using gist (geometry);

alter table imports add column area_id bigint constraint imports_area_fkey references areas (id);
alter table import_features drop constraint import_features_outline_check;
alter table import_features add constraint import_features_outline_check check (geometrytype(outline) in
  ('POLYGON', 'MULTIPOLYGON', 'POINT', 'MULTIPOINT', 'LINESTRING', 'MULTILINESTRING'));
