-- A rule is never rewritten: it is ended, and another takes its place, which keeps the chain of what was asked when.
alter table rules
  add column replaces_id bigint,
  add constraint rules_replaces_fkey foreign key (replaces_id) references rules (id) on delete set null;
create index rules_replaces_id_idx on rules (replaces_id);
