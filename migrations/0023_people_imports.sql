-- Spreadsheets of people. A row is called by its number in the sheet, which is what whoever sent it sees.
alter table import_features add column row_number integer;
-- What reading a spreadsheet found beside its rows: sheets, header rows, how many would be created and updated.
alter table imports
  add column reading jsonb,
  add column undone_at timestamptz,
  add column undo_result jsonb;

-- What an import did to people, for undoing it: the values before and after of what it changed, both null once the
-- person is erased. Kept for some weeks only.
create table people_import_changes (
  import_id bigint not null,
  person_id bigint not null,
  row_number integer not null,
  is_created boolean not null,
  before jsonb,
  after jsonb,
  constraint people_import_changes_pkey primary key (import_id, person_id),
  constraint people_import_changes_import_fkey foreign key (import_id) references imports (id) on delete cascade,
  constraint people_import_changes_person_fkey foreign key (person_id) references people (id) on delete cascade
);
create index people_import_changes_person_id_idx on people_import_changes (person_id);
