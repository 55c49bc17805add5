-- That the demonstration was loaded into this database, or begun and not finished: then what is there is discarded.
create table demonstrations (
  id bigint generated always as identity,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint demonstrations_pkey primary key (id)
);
