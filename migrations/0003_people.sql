-- One person, one file. An erased person keeps the row, with the identity replaced by a number.
create table people (
  id bigint generated always as identity,
  number text not null,
  name text not null,
  kind text not null,
  phone text,
  organisation text,
  skills text[] not null default '{}',
  station_area_id bigint,
  joined_on date,
  left_on date,
  erased_at timestamptz,
  created_at timestamptz not null default now(),
  constraint people_pkey primary key (id),
  constraint people_number_key unique (number),
  constraint people_station_area_fkey foreign key (station_area_id) references areas (id),
  constraint people_kind_check check (kind in ('officer', 'auxiliary', 'volunteer', 'grid_worker')),
  constraint people_left_check check (left_on >= joined_on)
);
create index people_station_area_id_idx on people (station_area_id);

create table teams (
  id bigint generated always as identity,
  name text not null,
  kind text not null,
  station_area_id bigint,
  created_at timestamptz not null default now(),
  disbanded_at timestamptz,
  constraint teams_pkey primary key (id),
  constraint teams_station_area_fkey foreign key (station_area_id) references areas (id),
  constraint teams_kind_check check (kind in ('enterprise', 'campus', 'community', 'anti_fraud', 'party_government', 'gacha', 'forest', 'livestock_theft', 'taxi', 'other'))
);
create index teams_station_area_id_idx on teams (station_area_id);

create table team_members (
  team_id bigint not null,
  person_id bigint not null,
  period tstzrange not null default tstzrange(now(), null),
  constraint team_members_pkey primary key (team_id, person_id, period),
  constraint team_members_team_fkey foreign key (team_id) references teams (id) on delete cascade,
  constraint team_members_person_fkey foreign key (person_id) references people (id),
  constraint team_members_once exclude using gist (team_id with =, person_id with =, period with &&)
);
create index team_members_person_id_idx on team_members (person_id);

-- Who is on duty when. Positions of people are kept inside these periods only.
create table duties (
  id bigint generated always as identity,
  person_id bigint not null,
  period tstzrange not null,
  created_at timestamptz not null default now(),
  constraint duties_pkey primary key (id),
  constraint duties_person_fkey foreign key (person_id) references people (id),
  constraint duties_period_check check (not isempty(period) and not lower_inf(period))
);
create index duties_person_period_idx on duties using gist (person_id, period);
create index duties_period_idx on duties using gist (period);
