-- A file read and previewed, waiting for its commit. Its features stay until then, converted to WGS-84.
create table imports (
  id bigint generated always as identity,
  kind text not null,
  plan_id bigint,
  account_id bigint not null,
  file_name text not null,
  -- The file's or layer's own name, for codes and names that the file does not give.
  source_name text not null,
  format text not null,
  datum text not null,
  encoding text not null,
  features integer not null default 0,
  bounds double precision[],
  fields jsonb not null default '[]',
  mapping jsonb not null default '{}',
  problems jsonb not null default '[]',
  problem_count integer not null default 0,
  committed_at timestamptz,
  result jsonb,
  created_at timestamptz not null default now(),
  constraint imports_pkey primary key (id),
  constraint imports_plan_fkey foreign key (plan_id) references plans (id) on delete cascade,
  constraint imports_account_fkey foreign key (account_id) references accounts (id)
);
create index imports_created_at_idx on imports (created_at);

-- The outline is null where the record cannot be one; an invalid one is kept as it was sent until it is repaired.
create table import_features (
  import_id bigint not null,
  index integer not null,
  outline geometry(Geometry, 4326),
  is_valid boolean not null default true,
  properties jsonb not null,
  constraint import_features_pkey primary key (import_id, index),
  constraint import_features_import_fkey foreign key (import_id) references imports (id) on delete cascade,
  constraint import_features_outline_check check (geometrytype(outline) in ('POLYGON', 'MULTIPOLYGON'))
);
