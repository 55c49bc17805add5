-- Who could fill which obligations: what an optimiser proposed, for one account to take in whole, in part, or not.
-- Names are never kept here, only ids; the last few of each account are kept.
create table assignment_proposals (
  id bigint generated always as identity,
  account_id bigint not null,
  asked jsonb not null,
  at timestamptz not null,
  starts_at timestamptz not null,
  posts jsonb not null,
  unmet jsonb not null,
  created_at timestamptz not null default now(),
  constraint assignment_proposals_pkey primary key (id),
  constraint assignment_proposals_account_fkey foreign key (account_id) references accounts (id) on delete cascade
);
create index assignment_proposals_account_id_idx on assignment_proposals (account_id);

create table proposed_assignments (
  proposal_id bigint not null,
  position integer not null,
  person_id bigint not null,
  cell_id bigint,
  area_id bigint,
  role text not null,
  reasons jsonb not null,
  state text not null default 'open',
  constraint proposed_assignments_pkey primary key (proposal_id, position),
  constraint proposed_assignments_proposal_fkey foreign key (proposal_id) references assignment_proposals (id) on delete cascade,
  constraint proposed_assignments_person_fkey foreign key (person_id) references people (id) on delete cascade,
  constraint proposed_assignments_cell_fkey foreign key (cell_id) references cells (id),
  constraint proposed_assignments_area_fkey foreign key (area_id) references areas (id),
  constraint proposed_assignments_place_check check (num_nonnulls(cell_id, area_id) = 1),
  constraint proposed_assignments_state_check check (state in ('open', 'accepted', 'declined', 'refused'))
);
create index proposed_assignments_person_id_idx on proposed_assignments (person_id);
