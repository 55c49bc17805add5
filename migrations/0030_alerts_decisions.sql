-- Which obligations were not met when they were last looked at; `worst` is the severity that was told of, and `missing`
-- how many people or visits. Whoever looks next tells what is new, worse or over. `obligation` has no instant in it.
-- What has closed is kept for a while, so that a gap that was told and comes and goes is not told again.
create table open_gaps (
  obligation text not null,
  since timestamptz not null,
  worst integer not null,
  missing integer not null,
  closed_at timestamptz,
  constraint open_gaps_pkey primary key (obligation)
);

-- Who looks now, and when it is time to look again: of several servers on one database one looks at a time.
-- `revision` is raised with everything told, so that whoever listens need ask for one number.
create table alert_watch (
  id integer not null default 1,
  holder text,
  held_until timestamptz not null default 'epoch',
  next_at timestamptz not null default 'epoch',
  looked_at timestamptz,
  revision bigint not null default 0,
  constraint alert_watch_pkey primary key (id),
  constraint alert_watch_once check (id = 1)
);

-- What opened or became worse, told once: one kind under one rule in one station at one look. Ids are given while the
-- watch is held, so that they are seen in order.
create table alerts (
  id bigint generated always as identity,
  raised_at timestamptz not null,
  event text not null,
  kind text not null,
  station_id bigint,
  constraint alerts_pkey primary key (id),
  constraint alerts_station_fkey foreign key (station_id) references areas (id) on delete set null,
  constraint alerts_event_check check (event in ('opened', 'worsened'))
);
create index alerts_raised_at_idx on alerts (raised_at);
create index alerts_station_id_idx on alerts (station_id);

-- The places of an alert, each with the areas that cover it: whoever is granted one of these is told.
create table alert_gaps (
  alert_id bigint not null,
  position integer not null,
  obligation text not null,
  cell_id bigint,
  area_id bigint,
  covering_ids bigint[] not null,
  label text not null,
  chinese text not null,
  english text not null,
  severity integer not null,
  since timestamptz not null,
  closed_at timestamptz,
  constraint alert_gaps_pkey primary key (alert_id, position),
  constraint alert_gaps_alert_fkey foreign key (alert_id) references alerts (id) on delete cascade,
  constraint alert_gaps_cell_fkey foreign key (cell_id) references cells (id) on delete cascade,
  constraint alert_gaps_area_fkey foreign key (area_id) references areas (id) on delete cascade,
  constraint alert_gaps_place_check check (num_nonnulls(cell_id, area_id) = 1)
);
create index alert_gaps_obligation_idx on alert_gaps (obligation, alert_id);
create index alert_gaps_cell_id_idx on alert_gaps (cell_id);
create index alert_gaps_area_id_idx on alert_gaps (area_id);

-- How an account wants to be told: held back in local quiet hours (null: never), and up to where everything is read.
create table alert_settings (
  account_id bigint not null,
  quiet_from time,
  quiet_to time,
  read_up_to bigint not null default 0,
  constraint alert_settings_pkey primary key (account_id),
  constraint alert_settings_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint alert_settings_quiet_check check (num_nulls(quiet_from, quiet_to) <> 1)
);

-- Single alerts that were read beyond that.
create table alert_reads (
  account_id bigint not null,
  alert_id bigint not null,
  constraint alert_reads_pkey primary key (account_id, alert_id),
  constraint alert_reads_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint alert_reads_alert_fkey foreign key (alert_id) references alerts (id) on delete cascade
);
create index alert_reads_alert_id_idx on alert_reads (alert_id);

-- What a joint meeting decided for an area; every change is a version of its own, and none is ever rewritten. `week` is
-- the Monday of the sheet on which a version was written, so that a sheet of the past stays as it was.
create table decisions (
  id bigint generated always as identity,
  area_id bigint not null,
  week date not null,
  constraint decisions_pkey primary key (id),
  constraint decisions_area_fkey foreign key (area_id) references areas (id)
);
create index decisions_area_id_idx on decisions (area_id, week);

create table decision_versions (
  decision_id bigint not null,
  version integer not null,
  week date not null,
  what text not null,
  responsible text,
  person_id bigint,
  due_on date,
  state text not null,
  account_id bigint not null,
  written_at timestamptz not null default now(),
  constraint decision_versions_pkey primary key (decision_id, version),
  constraint decision_versions_decision_fkey foreign key (decision_id) references decisions (id),
  constraint decision_versions_person_fkey foreign key (person_id) references people (id),
  constraint decision_versions_account_fkey foreign key (account_id) references accounts (id),
  constraint decision_versions_state_check check (state in ('open', 'done'))
);
create index decision_versions_person_id_idx on decision_versions (person_id);
