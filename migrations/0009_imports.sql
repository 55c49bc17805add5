-- A file read and previewed, waiting for its commit. Features are kept as they were sent, in their own datum.
create table imports (
  id bigint generated always as identity,
  kind text not null,
  plan_id bigint,
  account_id bigint not null,
  file_name text not null,
  datum text not null,
  fields jsonb not null,
  mapping jsonb not null,
  problems jsonb not null,
  committed_at timestamptz,
  created_at timestamptz not null default now(),
  constraint imports_pkey primary key (id),
  constraint imports_plan_fkey foreign key (plan_id) references plans (id) on delete cascade,
  constraint imports_account_fkey foreign key (account_id) references accounts (id)
);

create table import_features (
  import_id bigint not null,
  index integer not null,
  geometry jsonb,
  properties jsonb not null,
  constraint import_features_pkey primary key (import_id, index),
  constraint import_features_import_fkey foreign key (import_id) references imports (id) on delete cascade
);
