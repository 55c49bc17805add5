-- Who is responsible for which cell or area, and in which role.
create table assignments (
  id bigint generated always as identity,
  person_id bigint not null,
  cell_id bigint,
  area_id bigint,
  role text not null,
  period tstzrange not null,
  created_at timestamptz not null default now(),
  constraint assignments_pkey primary key (id),
  constraint assignments_person_fkey foreign key (person_id) references people (id),
  constraint assignments_cell_fkey foreign key (cell_id) references cells (id),
  constraint assignments_area_fkey foreign key (area_id) references areas (id),
  constraint assignments_place_check check (num_nonnulls(cell_id, area_id) = 1),
  constraint assignments_period_check check (not isempty(period) and not lower_inf(period)),
  constraint assignments_cell_once exclude using gist (person_id with =, cell_id with =, role with =, period with &&) where (cell_id is not null),
  constraint assignments_area_once exclude using gist (person_id with =, area_id with =, role with =, period with &&) where (area_id is not null)
);
create index assignments_cell_id_idx on assignments (cell_id);
create index assignments_area_id_idx on assignments (area_id);

-- Obligations as data: `selects` and `requires` are checked by the rule's schema before they get here.
-- A rule holds inside the areas of whoever made it; without areas it holds everywhere.
create table rules (
  id bigint generated always as identity,
  name text not null,
  kind text not null,
  selects jsonb not null,
  requires jsonb not null,
  period tstzrange not null,
  scope_area_ids bigint[],
  created_at timestamptz not null default now(),
  constraint rules_pkey primary key (id),
  constraint rules_kind_check check (kind in ('staffing', 'patrol')),
  constraint rules_period_check check (not isempty(period) and not lower_inf(period))
);
