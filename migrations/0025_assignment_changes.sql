-- One step of somebody's that entered, moved or ended assignments: who did it is told to whoever comes second, and it
-- can be taken back whole. What it entered refers to it; `ended` holds { id, to, formerTo } of what it ended,
-- `withdrawn` what it took away before it had begun.
create table assignment_changes (
  id bigint generated always as identity,
  account_id bigint not null,
  kind text not null,
  ended jsonb not null default '[]',
  withdrawn jsonb not null default '[]',
  made_at timestamptz not null default now(),
  undone_at timestamptz,
  constraint assignment_changes_pkey primary key (id),
  constraint assignment_changes_account_fkey foreign key (account_id) references accounts (id),
  constraint assignment_changes_kind_check check (kind in ('assign', 'end', 'move', 'rehome'))
);
create index assignment_changes_account_id_idx on assignment_changes (account_id, id);

alter table assignments
  add column change_id bigint,
  add constraint assignments_change_fkey foreign key (change_id) references assignment_changes (id);
create index assignments_change_id_idx on assignments (change_id);
