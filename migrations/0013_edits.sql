-- Every change of a draft's cells is one edit. `revision` is that of the plan after its last making, undoing or redoing.
create table edits (
  id bigint generated always as identity,
  plan_id bigint not null,
  account_id bigint,
  kind text not null,
  value jsonb not null,
  revision bigint not null,
  made_at timestamptz not null default now(),
  undone_at timestamptz,
  -- Undone, and its author has made another since: it is not offered again.
  discarded boolean not null default false,
  constraint edits_pkey primary key (id),
  constraint edits_plan_fkey foreign key (plan_id) references plans (id) on delete cascade,
  constraint edits_account_fkey foreign key (account_id) references accounts (id) on delete set null,
  constraint edits_kind_check check (kind in
    ('draw', 'split', 'merge', 'reshape', 'delete', 'set', 'repair', 'generate', 'import'))
);
create index edits_plan_id_idx on edits (plan_id, id desc);
create index edits_plan_id_revision_idx on edits (plan_id, revision);

-- What an edit did to each cell of the plan: its entry before and after, null where the plan had it not. Geometry is in
-- hexadecimal well-known binary, so that undoing restores every bit.
create table edit_cells (
  edit_id bigint not null,
  cell_id bigint not null,
  before jsonb,
  after jsonb,
  constraint edit_cells_pkey primary key (edit_id, cell_id),
  constraint edit_cells_edit_fkey foreign key (edit_id) references edits (id) on delete cascade,
  constraint edit_cells_cell_fkey foreign key (cell_id) references cells (id)
);
create index edit_cells_cell_id_idx on edit_cells (cell_id);
create index edit_cells_code_idx on edit_cells ((before ->> 'code') text_pattern_ops) where before is not null;
create index plan_cells_code_idx on plan_cells (code text_pattern_ops);

-- Land inside a plan's scope that is declared to be nobody's: a hole in the cells there is no gap. What an edit declared
-- counts while the edit is not undone.
create table plan_exclusions (
  plan_id bigint not null,
  id bigint generated always as identity,
  edit_id bigint,
  geometry geometry(Polygon, 4326) not null,
  reason text not null default '',
  constraint plan_exclusions_pkey primary key (plan_id, id),
  constraint plan_exclusions_plan_fkey foreign key (plan_id) references plans (id) on delete cascade,
  constraint plan_exclusions_edit_fkey foreign key (edit_id) references edits (id) on delete cascade
);
create index plan_exclusions_edit_id_idx on plan_exclusions (edit_id);
