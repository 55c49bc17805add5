create table plans (
  id bigint generated always as identity,
  name text not null,
  layer text not null,
  scope_area_id bigint,
  status text not null default 'draft',
  revision bigint not null default 1,
  proved_revision bigint,
  in_force tstzrange,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  constraint plans_pkey primary key (id),
  constraint plans_scope_area_fkey foreign key (scope_area_id) references areas (id),
  constraint plans_layer_check check (layer in ('community', 'police')),
  constraint plans_status_check check (status in ('draft', 'published', 'retired')),
  constraint plans_in_force_check check ((status = 'draft') = (in_force is null) and not isempty(in_force)),
  constraint plans_once exclude using gist (layer with =, scope_area_id with =, in_force with &&)
);

-- A cell is its outline and never changes; plans that keep the outline keep the cell.
-- A draft also takes invalid and multipart outlines, so the column admits both polygon types.
create table cells (
  id bigint generated always as identity,
  outline_key bytea not null,
  geometry geometry(Geometry, 4326) not null,
  interior_point geometry(Point, 4326),
  area_square_metres double precision not null,
  valid boolean not null default true,
  created_at timestamptz not null default now(),
  constraint cells_pkey primary key (id),
  constraint cells_geometry_check check (geometrytype(geometry) in ('POLYGON', 'MULTIPOLYGON'))
);
create index cells_outline_key_idx on cells (outline_key);
create index cells_geometry_idx on cells using gist (geometry);
create index cells_interior_point_idx on cells using gist (interior_point);

-- What a plan says of a cell. `geometry` is set only where the neighbours in this plan need further vertices on the
-- outline than the cell was first stored with: the same cell to within a centimetre, but vertex for vertex theirs.
create table plan_cells (
  plan_id bigint not null,
  cell_id bigint not null,
  geometry geometry(Geometry, 4326),
  code text not null,
  name text not null,
  owner_area_id bigint,
  usage text,
  class text not null default 'basic',
  enclave boolean not null default false,
  households integer,
  constraint plan_cells_pkey primary key (plan_id, cell_id),
  constraint plan_cells_plan_fkey foreign key (plan_id) references plans (id) on delete cascade,
  constraint plan_cells_cell_fkey foreign key (cell_id) references cells (id),
  constraint plan_cells_owner_area_fkey foreign key (owner_area_id) references areas (id),
  constraint plan_cells_class_check check (class in ('basic', 'dedicated'))
);
create index plan_cells_cell_id_idx on plan_cells (cell_id);
create index plan_cells_owner_area_id_idx on plan_cells (owner_area_id);

-- Counters that other processes and caches compare: 'cells' is raised by every publication.
create table revisions (
  name text not null,
  revision bigint not null default 0,
  constraint revisions_pkey primary key (name)
);
insert into revisions (name) values ('cells'), ('areas');

-- Publishing queues the relocation of the fixes since the plan took effect. `published_xid` is the publishing
-- transaction: relocation waits until every transaction that may have read the older cells has ended.
create table relocations (
  id bigint generated always as identity,
  plan_id bigint not null,
  period tstzrange not null,
  published_xid xid8 not null default pg_current_xact_id(),
  queued_at timestamptz not null default now(),
  device_id_done bigint not null default 0,
  finished_at timestamptz,
  constraint relocations_pkey primary key (id),
  constraint relocations_plan_fkey foreign key (plan_id) references plans (id)
);
create index relocations_open_idx on relocations (id) where finished_at is null;
