-- Who changed with which revision of the staff, so that whoever holds the staff in memory reads these people alone.
-- Null is everybody. A revision without a row, or one that was pruned, makes all be read anew.
create table staff_changes (
  revision bigint not null,
  person_ids bigint[],
  constraint staff_changes_pkey primary key (revision)
);

-- Reading what changed of one person must not look at everybody's assignments.
create index assignments_person_id_idx on assignments (person_id);
