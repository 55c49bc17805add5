-- What a person's file holds beyond name and contact. A home is a village or community, never a point on a map.
-- Availability is hours of the week; null is unstated, which counts as any hour.
alter table people
  add column occupation text,
  add column languages text[] not null default '{}',
  add column home_area_id bigint,
  add column availability jsonb,
  add constraint people_home_area_fkey foreign key (home_area_id) references areas (id);
create index people_home_area_id_idx on people (home_area_id);

-- A certificate attests a skill: who has one for a skill has the skill only while one of them is valid.
create table certificates (
  id bigint generated always as identity,
  person_id bigint not null,
  name text not null,
  skill text,
  number text,
  issued_on date,
  expires_on date,
  constraint certificates_pkey primary key (id),
  constraint certificates_person_fkey foreign key (person_id) references people (id) on delete cascade,
  constraint certificates_expiry_check check (expires_on > issued_on)
);
create index certificates_person_id_idx on certificates (person_id);

create table trainings (
  id bigint generated always as identity,
  person_id bigint not null,
  held_on date not null,
  subject text not null,
  hours double precision,
  result text,
  constraint trainings_pkey primary key (id),
  constraint trainings_person_fkey foreign key (person_id) references people (id) on delete cascade,
  constraint trainings_hours_check check (hours > 0)
);
create index trainings_person_id_idx on trainings (person_id);

alter table teams
  add column leader_person_id bigint,
  add constraint teams_leader_fkey foreign key (leader_person_id) references people (id);
create index teams_leader_person_id_idx on teams (leader_person_id);

-- The cells that are a team's own. They say where its members are usually sent, not who is responsible there.
create table team_cells (
  team_id bigint not null,
  cell_id bigint not null,
  period tstzrange not null default tstzrange(now(), null),
  constraint team_cells_pkey primary key (team_id, cell_id, period),
  constraint team_cells_team_fkey foreign key (team_id) references teams (id) on delete cascade,
  constraint team_cells_cell_fkey foreign key (cell_id) references cells (id),
  constraint team_cells_once exclude using gist (team_id with =, cell_id with =, period with &&)
);
create index team_cells_cell_id_idx on team_cells (cell_id);
