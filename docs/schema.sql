create table accounts (
  id bigint generated always as identity not null,
  username text not null,
  display_name text not null,
  password_hash text not null,
  person_id bigint,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_person_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint accounts_username_check CHECK ((username = lower(username)))
);
CREATE UNIQUE INDEX accounts_person_id_key ON public.accounts USING btree (person_id);
CREATE UNIQUE INDEX accounts_username_key ON public.accounts USING btree (username);

create table alert_gaps (
  alert_id bigint not null,
  "position" integer not null,
  obligation text not null,
  cell_id bigint,
  area_id bigint,
  covering_ids bigint[] not null,
  label text not null,
  chinese text not null,
  english text not null,
  severity integer not null,
  since timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint alert_gaps_pkey PRIMARY KEY (alert_id, "position"),
  constraint alert_gaps_alert_fkey FOREIGN KEY (alert_id) REFERENCES alerts(id) ON DELETE CASCADE,
  constraint alert_gaps_area_fkey FOREIGN KEY (area_id) REFERENCES areas(id) ON DELETE CASCADE,
  constraint alert_gaps_cell_fkey FOREIGN KEY (cell_id) REFERENCES cells(id) ON DELETE CASCADE,
  constraint alert_gaps_place_check CHECK ((num_nonnulls(cell_id, area_id) = 1))
);
CREATE INDEX alert_gaps_area_id_idx ON public.alert_gaps USING btree (area_id);
CREATE INDEX alert_gaps_cell_id_idx ON public.alert_gaps USING btree (cell_id);
CREATE INDEX alert_gaps_obligation_idx ON public.alert_gaps USING btree (obligation, alert_id);

create table alert_reads (
  account_id bigint not null,
  alert_id bigint not null,
  constraint alert_reads_pkey PRIMARY KEY (account_id, alert_id),
  constraint alert_reads_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint alert_reads_alert_fkey FOREIGN KEY (alert_id) REFERENCES alerts(id) ON DELETE CASCADE
);
CREATE INDEX alert_reads_alert_id_idx ON public.alert_reads USING btree (alert_id);

create table alert_settings (
  account_id bigint not null,
  quiet_from time without time zone,
  quiet_to time without time zone,
  read_up_to bigint not null default 0,
  constraint alert_settings_pkey PRIMARY KEY (account_id),
  constraint alert_settings_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint alert_settings_quiet_check CHECK ((num_nulls(quiet_from, quiet_to) <> 1))
);

create table alert_watch (
  id integer not null default 1,
  holder text,
  held_until timestamp with time zone not null default '1970-01-01 00:00:00+00'::timestamp with time zone,
  next_at timestamp with time zone not null default '1970-01-01 00:00:00+00'::timestamp with time zone,
  looked_at timestamp with time zone,
  revision bigint not null default 0,
  constraint alert_watch_pkey PRIMARY KEY (id),
  constraint alert_watch_once CHECK ((id = 1))
);

create table alerts (
  id bigint generated always as identity not null,
  raised_at timestamp with time zone not null,
  event text not null,
  kind text not null,
  station_id bigint,
  constraint alerts_pkey PRIMARY KEY (id),
  constraint alerts_event_check CHECK ((event = ANY (ARRAY['opened'::text, 'worsened'::text]))),
  constraint alerts_station_fkey FOREIGN KEY (station_id) REFERENCES areas(id) ON DELETE SET NULL
);
CREATE INDEX alerts_raised_at_idx ON public.alerts USING btree (raised_at);
CREATE INDEX alerts_station_id_idx ON public.alerts USING btree (station_id);

create table areas (
  id bigint generated always as identity not null,
  kind text not null,
  code text,
  name text not null,
  parent_id bigint,
  households integer,
  population integer,
  geometry geometry(MultiPolygon,4326) not null,
  interior_point geometry(Point,4326) not null,
  area_square_metres double precision not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint areas_pkey PRIMARY KEY (id),
  constraint areas_code_check CHECK ((code ~ '^[0-9A-Za-z-]{1,32}$'::text)),
  constraint areas_households_check CHECK ((households >= 0)),
  constraint areas_kind_check CHECK ((kind = ANY (ARRAY['prefecture'::text, 'district'::text, 'township'::text, 'village'::text, 'community'::text, 'forest'::text, 'station'::text]))),
  constraint areas_parent_fkey FOREIGN KEY (parent_id) REFERENCES areas(id),
  constraint areas_population_check CHECK ((population >= 0))
);
CREATE INDEX areas_geometry_idx ON public.areas USING gist (geometry);
CREATE INDEX areas_interior_point_idx ON public.areas USING gist (interior_point);
CREATE UNIQUE INDEX areas_kind_code_key ON public.areas USING btree (kind, code);
CREATE INDEX areas_parent_id_idx ON public.areas USING btree (parent_id);

create table assignment_changes (
  id bigint generated always as identity not null,
  account_id bigint not null,
  kind text not null,
  ended jsonb not null default '[]'::jsonb,
  withdrawn jsonb not null default '[]'::jsonb,
  made_at timestamp with time zone not null default now(),
  undone_at timestamp with time zone,
  constraint assignment_changes_pkey PRIMARY KEY (id),
  constraint assignment_changes_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint assignment_changes_kind_check CHECK ((kind = ANY (ARRAY['assign'::text, 'end'::text, 'move'::text, 'rehome'::text])))
);
CREATE INDEX assignment_changes_account_id_idx ON public.assignment_changes USING btree (account_id, id);

create table assignment_proposals (
  id bigint generated always as identity not null,
  account_id bigint not null,
  asked jsonb not null,
  at timestamp with time zone not null,
  starts_at timestamp with time zone not null,
  posts jsonb not null,
  unmet jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint assignment_proposals_pkey PRIMARY KEY (id),
  constraint assignment_proposals_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);
CREATE INDEX assignment_proposals_account_id_idx ON public.assignment_proposals USING btree (account_id);

create table assignments (
  id bigint generated always as identity not null,
  person_id bigint not null,
  cell_id bigint,
  area_id bigint,
  role text not null,
  period tstzrange not null,
  created_at timestamp with time zone not null default now(),
  change_id bigint,
  constraint assignments_pkey PRIMARY KEY (id),
  constraint assignments_area_fkey FOREIGN KEY (area_id) REFERENCES areas(id),
  constraint assignments_area_once EXCLUDE USING gist (person_id WITH =, area_id WITH =, role WITH =, period WITH &&) WHERE ((area_id IS NOT NULL)),
  constraint assignments_cell_fkey FOREIGN KEY (cell_id) REFERENCES cells(id),
  constraint assignments_cell_once EXCLUDE USING gist (person_id WITH =, cell_id WITH =, role WITH =, period WITH &&) WHERE ((cell_id IS NOT NULL)),
  constraint assignments_change_fkey FOREIGN KEY (change_id) REFERENCES assignment_changes(id),
  constraint assignments_period_check CHECK (((NOT isempty(period)) AND (NOT lower_inf(period)))),
  constraint assignments_person_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint assignments_place_check CHECK ((num_nonnulls(cell_id, area_id) = 1))
);
CREATE INDEX assignments_area_id_idx ON public.assignments USING btree (area_id);
CREATE INDEX assignments_cell_id_idx ON public.assignments USING btree (cell_id);
CREATE INDEX assignments_change_id_idx ON public.assignments USING btree (change_id);
CREATE INDEX assignments_person_id_idx ON public.assignments USING btree (person_id);

create table cells (
  id bigint generated always as identity not null,
  outline_key bytea not null,
  geometry geometry(Geometry,4326) not null,
  interior_point geometry(Point,4326),
  area_square_metres double precision not null,
  valid boolean not null default true,
  created_at timestamp with time zone not null default now(),
  constraint cells_pkey PRIMARY KEY (id),
  constraint cells_geometry_check CHECK ((geometrytype(geometry) = ANY (ARRAY['POLYGON'::text, 'MULTIPOLYGON'::text])))
);
CREATE INDEX cells_geometry_idx ON public.cells USING gist (geometry);
CREATE INDEX cells_interior_point_idx ON public.cells USING gist (interior_point);
CREATE INDEX cells_outline_key_idx ON public.cells USING btree (outline_key);

create table certificates (
  id bigint generated always as identity not null,
  person_id bigint not null,
  name text not null,
  skill text,
  number text,
  issued_on date,
  expires_on date,
  constraint certificates_pkey PRIMARY KEY (id),
  constraint certificates_expiry_check CHECK ((expires_on > issued_on)),
  constraint certificates_person_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE
);
CREATE INDEX certificates_person_id_idx ON public.certificates USING btree (person_id);

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
  written_at timestamp with time zone not null default now(),
  constraint decision_versions_pkey PRIMARY KEY (decision_id, version),
  constraint decision_versions_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint decision_versions_decision_fkey FOREIGN KEY (decision_id) REFERENCES decisions(id),
  constraint decision_versions_person_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint decision_versions_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
);
CREATE INDEX decision_versions_person_id_idx ON public.decision_versions USING btree (person_id);

create table decisions (
  id bigint generated always as identity not null,
  area_id bigint not null,
  week date not null,
  constraint decisions_pkey PRIMARY KEY (id),
  constraint decisions_area_fkey FOREIGN KEY (area_id) REFERENCES areas(id)
);
CREATE INDEX decisions_area_id_idx ON public.decisions USING btree (area_id, week);

create table demonstrations (
  id bigint generated always as identity not null,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint demonstrations_pkey PRIMARY KEY (id)
);

create table device_carriers (
  id bigint generated always as identity not null,
  device_id bigint not null,
  person_id bigint not null,
  period tstzrange not null,
  constraint device_carriers_pkey PRIMARY KEY (id),
  constraint device_carriers_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id),
  constraint device_carriers_once EXCLUDE USING gist (device_id WITH =, period WITH &&),
  constraint device_carriers_period_check CHECK (((NOT isempty(period)) AND (NOT lower_inf(period)))),
  constraint device_carriers_person_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
CREATE INDEX device_carriers_person_id_idx ON public.device_carriers USING gist (person_id, period);

create table devices (
  id bigint generated always as identity not null,
  name text not null,
  identity text,
  datum text not null default 'wgs84'::text,
  secret text,
  always_on_duty boolean not null default false,
  station_area_id bigint,
  created_at timestamp with time zone not null default now(),
  lenient_checksum boolean not null default false,
  registration text not null default 'same-terminal'::text,
  registered_as text,
  registration_refused_at timestamp with time zone,
  kind text,
  former_datums jsonb,
  constraint devices_pkey PRIMARY KEY (id),
  constraint devices_datum_check CHECK ((datum = ANY (ARRAY['wgs84'::text, 'gcj02'::text, 'bd09'::text]))),
  constraint devices_identity_key UNIQUE (identity),
  constraint devices_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'vehicle'::text, 'body-worn'::text, 'tracker'::text]))),
  constraint devices_registration_check CHECK ((registration = ANY (ARRAY['same-terminal'::text, 'once'::text]))),
  constraint devices_station_area_fkey FOREIGN KEY (station_area_id) REFERENCES areas(id)
);

create table duties (
  id bigint generated always as identity not null,
  person_id bigint not null,
  period tstzrange not null,
  created_at timestamp with time zone not null default now(),
  constraint duties_pkey PRIMARY KEY (id),
  constraint duties_period_check CHECK (((NOT isempty(period)) AND (NOT lower_inf(period)))),
  constraint duties_person_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
CREATE INDEX duties_period_idx ON public.duties USING gist (period);
CREATE INDEX duties_person_period_idx ON public.duties USING gist (person_id, period);

create table edit_cells (
  edit_id bigint not null,
  cell_id bigint not null,
  before jsonb,
  after jsonb,
  constraint edit_cells_pkey PRIMARY KEY (edit_id, cell_id),
  constraint edit_cells_cell_fkey FOREIGN KEY (cell_id) REFERENCES cells(id),
  constraint edit_cells_edit_fkey FOREIGN KEY (edit_id) REFERENCES edits(id) ON DELETE CASCADE
);
CREATE INDEX edit_cells_cell_id_idx ON public.edit_cells USING btree (cell_id);
CREATE INDEX edit_cells_code_idx ON public.edit_cells USING btree (((before ->> 'code'::text)) text_pattern_ops) WHERE (before IS NOT NULL);

create table edits (
  id bigint generated always as identity not null,
  plan_id bigint not null,
  account_id bigint,
  kind text not null,
  value jsonb not null,
  revision bigint not null,
  made_at timestamp with time zone not null default now(),
  undone_at timestamp with time zone,
  discarded boolean not null default false,
  constraint edits_pkey PRIMARY KEY (id),
  constraint edits_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE SET NULL,
  constraint edits_kind_check CHECK ((kind = ANY (ARRAY['draw'::text, 'split'::text, 'merge'::text, 'reshape'::text, 'delete'::text, 'set'::text, 'repair'::text, 'generate'::text, 'import'::text]))),
  constraint edits_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans(id) ON DELETE CASCADE
);
CREATE INDEX edits_plan_id_idx ON public.edits USING btree (plan_id, id DESC);
CREATE INDEX edits_plan_id_revision_idx ON public.edits USING btree (plan_id, revision);

create table fix_decisions (
  device_id bigint not null,
  id bigint generated always as identity not null,
  recorded_at timestamp with time zone not null,
  account_id bigint not null,
  decided_at timestamp with time zone not null default now(),
  decision text not null,
  reasons text[] not null default '{}'::text[],
  constraint fix_decisions_pkey PRIMARY KEY (device_id, id),
  constraint fix_decisions_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint fix_decisions_decision_check CHECK ((decision = ANY (ARRAY['restore'::text, 'exclude'::text, 'judge'::text]))),
  constraint fix_decisions_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);
CREATE INDEX fix_decisions_decided_at_idx ON public.fix_decisions USING btree (decided_at);

create table fixes (
  device_id bigint not null,
  recorded_at timestamp with time zone not null,
  lon_e7 integer not null,
  lat_e7 integer not null,
  receipt_id bigint not null,
  flags integer not null default 0,
  break_before boolean not null default false,
  accuracy_metres real,
  speed_metres_per_second real,
  course_degrees real,
  altitude_metres real,
  received_at timestamp with time zone not null default now(),
  reported_at timestamp with time zone,
  reported_lon_e7 integer,
  reported_lat_e7 integer,
  constraint fixes_pkey PRIMARY KEY (device_id, recorded_at, lon_e7, lat_e7)
) partition by RANGE (recorded_at);

create table fixes_default (
  device_id bigint not null,
  recorded_at timestamp with time zone not null,
  lon_e7 integer not null,
  lat_e7 integer not null,
  receipt_id bigint not null,
  flags integer not null default 0,
  break_before boolean not null default false,
  accuracy_metres real,
  speed_metres_per_second real,
  course_degrees real,
  altitude_metres real,
  received_at timestamp with time zone not null default now(),
  reported_at timestamp with time zone,
  reported_lon_e7 integer,
  reported_lat_e7 integer,
  constraint fixes_default_pkey PRIMARY KEY (device_id, recorded_at, lon_e7, lat_e7)
) partition of fixes DEFAULT;

create table grants (
  id bigint generated always as identity not null,
  account_id bigint not null,
  role text not null,
  area_id bigint,
  constraint grants_pkey PRIMARY KEY (id),
  constraint grants_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint grants_area_fkey FOREIGN KEY (area_id) REFERENCES areas(id),
  constraint grants_once UNIQUE NULLS NOT DISTINCT (account_id, role, area_id),
  constraint grants_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'planner'::text, 'chief'::text, 'officer'::text, 'volunteer'::text, 'viewer'::text])))
);

create table import_features (
  import_id bigint not null,
  index integer not null,
  outline geometry(Geometry,4326),
  is_valid boolean not null default true,
  properties jsonb not null,
  row_number integer,
  constraint import_features_pkey PRIMARY KEY (import_id, index),
  constraint import_features_import_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE,
  constraint import_features_outline_check CHECK ((geometrytype(outline) = ANY (ARRAY['POLYGON'::text, 'MULTIPOLYGON'::text, 'POINT'::text, 'MULTIPOINT'::text, 'LINESTRING'::text, 'MULTILINESTRING'::text])))
);

create table imports (
  id bigint generated always as identity not null,
  kind text not null,
  plan_id bigint,
  account_id bigint not null,
  file_name text not null,
  source_name text not null,
  format text not null,
  datum text not null,
  encoding text not null,
  features integer not null default 0,
  bounds double precision[],
  fields jsonb not null default '[]'::jsonb,
  mapping jsonb not null default '{}'::jsonb,
  problems jsonb not null default '[]'::jsonb,
  problem_count integer not null default 0,
  committed_at timestamp with time zone,
  result jsonb,
  created_at timestamp with time zone not null default now(),
  area_id bigint,
  reading jsonb,
  undone_at timestamp with time zone,
  undo_result jsonb,
  constraint imports_pkey PRIMARY KEY (id),
  constraint imports_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint imports_area_fkey FOREIGN KEY (area_id) REFERENCES areas(id),
  constraint imports_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans(id) ON DELETE CASCADE
);
CREATE INDEX imports_created_at_idx ON public.imports USING btree (created_at);

create table layer_features (
  layer_id bigint not null,
  index integer not null,
  geometry geometry(Geometry,4326) not null,
  class text,
  name text,
  weight double precision,
  constraint layer_features_pkey PRIMARY KEY (layer_id, index),
  constraint layer_features_layer_fkey FOREIGN KEY (layer_id) REFERENCES layers(id) ON DELETE CASCADE,
  constraint layer_features_weight_check CHECK ((weight >= (0)::double precision))
);
CREATE INDEX layer_features_geometry_idx ON public.layer_features USING gist (geometry);

create table layers (
  id bigint generated always as identity not null,
  kind text not null,
  name text not null,
  scope_area_id bigint,
  created_at timestamp with time zone not null default now(),
  constraint layers_pkey PRIMARY KEY (id),
  constraint layers_kind_check CHECK ((kind = ANY (ARRAY['points'::text, 'lines'::text]))),
  constraint layers_scope_area_fkey FOREIGN KEY (scope_area_id) REFERENCES areas(id)
);

create table looks (
  id bigint generated always as identity not null,
  account_id bigint not null,
  person_id bigint,
  device_id bigint,
  what text not null,
  period tstzrange,
  looked_at timestamp with time zone not null default now(),
  constraint looks_pkey PRIMARY KEY (id),
  constraint looks_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint looks_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id),
  constraint looks_person_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
CREATE INDEX looks_looked_at_idx ON public.looks USING btree (looked_at DESC);
CREATE INDEX looks_person_id_idx ON public.looks USING btree (person_id, looked_at DESC);

create table measured_days (
  device_id bigint not null,
  day date not null,
  signature text not null,
  version_id bigint not null,
  layer_ids bigint[] not null,
  squares boolean not null default false,
  constraint measured_days_pkey PRIMARY KEY (device_id, day),
  constraint measured_days_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);
CREATE INDEX measured_days_day_idx ON public.measured_days USING btree (day);

create table migrations (
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);

create table number_series (
  series text not null,
  last bigint not null,
  constraint number_series_pkey PRIMARY KEY (series)
);

create table number_templates (
  id bigint generated always as identity not null,
  template text not null,
  account_id bigint not null,
  decided_at timestamp with time zone not null default now(),
  constraint number_templates_pkey PRIMARY KEY (id),
  constraint number_templates_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
);

create table off_duty_counts (
  device_id bigint not null,
  day date not null,
  count bigint not null,
  constraint off_duty_counts_pkey PRIMARY KEY (device_id, day)
);

create table open_gaps (
  obligation text not null,
  since timestamp with time zone not null,
  worst integer not null,
  missing integer not null,
  closed_at timestamp with time zone,
  constraint open_gaps_pkey PRIMARY KEY (obligation)
);

create table people (
  id bigint generated always as identity not null,
  number text not null,
  name text not null,
  kind text not null,
  phone text,
  organisation text,
  skills text[] not null default '{}'::text[],
  station_area_id bigint,
  joined_on date,
  left_on date,
  erased_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  occupation text,
  languages text[] not null default '{}'::text[],
  home_area_id bigint,
  availability jsonb,
  revision bigint not null default 1,
  constraint people_pkey PRIMARY KEY (id),
  constraint people_home_area_fkey FOREIGN KEY (home_area_id) REFERENCES areas(id),
  constraint people_kind_check CHECK ((kind = ANY (ARRAY['officer'::text, 'auxiliary'::text, 'volunteer'::text, 'grid_worker'::text]))),
  constraint people_left_check CHECK ((left_on >= joined_on)),
  constraint people_number_key UNIQUE (number),
  constraint people_station_area_fkey FOREIGN KEY (station_area_id) REFERENCES areas(id)
);
CREATE INDEX people_home_area_id_idx ON public.people USING btree (home_area_id);
CREATE INDEX people_station_area_id_idx ON public.people USING btree (station_area_id);

create table people_import_changes (
  import_id bigint not null,
  person_id bigint not null,
  row_number integer not null,
  is_created boolean not null,
  before jsonb,
  after jsonb,
  constraint people_import_changes_pkey PRIMARY KEY (import_id, person_id),
  constraint people_import_changes_import_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE,
  constraint people_import_changes_person_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE
);
CREATE INDEX people_import_changes_person_id_idx ON public.people_import_changes USING btree (person_id);

create table plan_cells (
  plan_id bigint not null,
  cell_id bigint not null,
  geometry geometry(Geometry,4326),
  code text not null,
  name text not null,
  owner_area_id bigint,
  usage text,
  class text not null default 'basic'::text,
  enclave boolean not null default false,
  households integer,
  constraint plan_cells_pkey PRIMARY KEY (plan_id, cell_id),
  constraint plan_cells_cell_fkey FOREIGN KEY (cell_id) REFERENCES cells(id),
  constraint plan_cells_class_check CHECK ((class = ANY (ARRAY['basic'::text, 'dedicated'::text]))),
  constraint plan_cells_owner_area_fkey FOREIGN KEY (owner_area_id) REFERENCES areas(id),
  constraint plan_cells_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans(id) ON DELETE CASCADE
);
CREATE INDEX plan_cells_cell_id_idx ON public.plan_cells USING btree (cell_id);
CREATE INDEX plan_cells_code_idx ON public.plan_cells USING btree (code text_pattern_ops);
CREATE INDEX plan_cells_owner_area_id_idx ON public.plan_cells USING btree (owner_area_id);

create table plan_exclusions (
  plan_id bigint not null,
  id bigint generated always as identity not null,
  edit_id bigint,
  geometry geometry(Polygon,4326) not null,
  reason text not null default ''::text,
  constraint plan_exclusions_pkey PRIMARY KEY (plan_id, id),
  constraint plan_exclusions_edit_fkey FOREIGN KEY (edit_id) REFERENCES edits(id) ON DELETE CASCADE,
  constraint plan_exclusions_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans(id) ON DELETE CASCADE
);
CREATE INDEX plan_exclusions_edit_id_idx ON public.plan_exclusions USING btree (edit_id);

create table plans (
  id bigint generated always as identity not null,
  name text not null,
  layer text not null,
  scope_area_id bigint,
  status text not null default 'draft'::text,
  revision bigint not null default 1,
  proved_revision bigint,
  in_force tstzrange,
  created_at timestamp with time zone not null default now(),
  published_at timestamp with time zone,
  code_template text not null default '{owner:12}{seq:3}'::text,
  from_plan_id bigint,
  unions_of_plan_id bigint,
  limits jsonb not null default '{}'::jsonb,
  constraint plans_pkey PRIMARY KEY (id),
  constraint plans_from_plan_fkey FOREIGN KEY (from_plan_id) REFERENCES plans(id) ON DELETE SET NULL,
  constraint plans_in_force_check CHECK ((((status = 'draft'::text) = (in_force IS NULL)) AND (NOT isempty(in_force)))),
  constraint plans_layer_check CHECK ((layer = ANY (ARRAY['community'::text, 'police'::text]))),
  constraint plans_once EXCLUDE USING gist (layer WITH =, scope_area_id WITH =, in_force WITH &&),
  constraint plans_scope_area_fkey FOREIGN KEY (scope_area_id) REFERENCES areas(id),
  constraint plans_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text]))),
  constraint plans_unions_of_plan_check CHECK ((unions_of_plan_id <> id)),
  constraint plans_unions_of_plan_fkey FOREIGN KEY (unions_of_plan_id) REFERENCES plans(id)
);
CREATE INDEX plans_from_plan_id_idx ON public.plans USING btree (from_plan_id);
CREATE INDEX plans_unions_of_plan_id_idx ON public.plans USING btree (unions_of_plan_id);

create table point_stays (
  device_id bigint not null,
  day date not null,
  version_id bigint not null,
  entered_at timestamp with time zone not null,
  left_at timestamp with time zone not null,
  person_id bigint,
  bridged tstzmultirange not null default '{}'::tstzmultirange,
  constraint point_stays_pkey PRIMARY KEY (device_id, day, version_id, entered_at),
  constraint point_stays_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);
CREATE INDEX point_stays_day_idx ON public.point_stays USING btree (day);

create table point_versions (
  id bigint generated always as identity not null,
  point_id bigint not null,
  kind text not null,
  weight double precision not null,
  is_key boolean not null,
  radius_metres double precision not null,
  "position" geometry(Point,4326) not null,
  period tstzrange not null,
  constraint point_versions_pkey PRIMARY KEY (id),
  constraint point_versions_kind_check CHECK ((kind = ANY (ARRAY['household'::text, 'post'::text, 'gate'::text, 'checkpoint'::text, 'tower'::text, 'camp'::text, 'other'::text]))),
  constraint point_versions_once EXCLUDE USING gist (point_id WITH =, period WITH &&),
  constraint point_versions_period_check CHECK (((NOT isempty(period)) AND (NOT lower_inf(period)))),
  constraint point_versions_point_fkey FOREIGN KEY (point_id) REFERENCES points(id) ON DELETE CASCADE,
  constraint point_versions_radius_check CHECK ((radius_metres > (0)::double precision)),
  constraint point_versions_weight_check CHECK ((weight > (0)::double precision))
);
CREATE INDEX point_versions_position_idx ON public.point_versions USING gist ("position");

create table points (
  id bigint generated always as identity not null,
  label text not null,
  replaces_id bigint,
  created_at timestamp with time zone not null default now(),
  constraint points_pkey PRIMARY KEY (id),
  constraint points_replaces_fkey FOREIGN KEY (replaces_id) REFERENCES points(id),
  constraint points_replaces_other CHECK ((replaces_id <> id))
);
CREATE INDEX points_label_idx ON public.points USING btree (label);
CREATE INDEX points_replaces_id_idx ON public.points USING btree (replaces_id);

create table proposed_assignments (
  proposal_id bigint not null,
  "position" integer not null,
  person_id bigint not null,
  cell_id bigint,
  area_id bigint,
  role text not null,
  reasons jsonb not null,
  state text not null default 'open'::text,
  constraint proposed_assignments_pkey PRIMARY KEY (proposal_id, "position"),
  constraint proposed_assignments_area_fkey FOREIGN KEY (area_id) REFERENCES areas(id),
  constraint proposed_assignments_cell_fkey FOREIGN KEY (cell_id) REFERENCES cells(id),
  constraint proposed_assignments_person_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint proposed_assignments_place_check CHECK ((num_nonnulls(cell_id, area_id) = 1)),
  constraint proposed_assignments_proposal_fkey FOREIGN KEY (proposal_id) REFERENCES assignment_proposals(id) ON DELETE CASCADE,
  constraint proposed_assignments_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'refused'::text])))
);
CREATE INDEX proposed_assignments_person_id_idx ON public.proposed_assignments USING btree (person_id);

create table quarantine (
  device_id bigint not null,
  id bigint generated always as identity not null,
  receipt_id bigint not null,
  received_at timestamp with time zone not null,
  protocol text not null,
  reason text not null,
  raw bytea not null,
  is_live boolean not null,
  attempts integer not null default 0,
  outcome text,
  settled_at timestamp with time zone,
  recorded_at timestamp with time zone,
  constraint quarantine_pkey PRIMARY KEY (device_id, id),
  constraint quarantine_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id),
  constraint quarantine_outcome_check CHECK ((outcome = ANY (ARRAY['stored'::text, 'duplicate'::text, 'off-duty'::text, 'nothing'::text, 'dismissed'::text])))
);
CREATE INDEX quarantine_received_at_idx ON public.quarantine USING btree (received_at);
CREATE INDEX quarantine_waiting_idx ON public.quarantine USING btree (device_id, reason, id) WHERE (outcome IS NULL);

create table receipts (
  device_id bigint not null,
  id bigint generated always as identity not null,
  received_at timestamp with time zone not null default now(),
  protocol text not null,
  token_id bigint,
  account_id bigint,
  file_name text,
  body bytea,
  received integer not null,
  stored integer not null,
  duplicates integer not null,
  flagged integer not null,
  off_duty integer not null,
  refused jsonb,
  labels jsonb,
  battery_percent smallint,
  latest_at timestamp with time zone,
  is_live boolean,
  body_packed boolean not null default false,
  constraint receipts_pkey PRIMARY KEY (device_id, id)
);
CREATE INDEX receipts_device_id_received_at_idx ON public.receipts USING btree (device_id, received_at DESC);
CREATE INDEX receipts_received_at_idx ON public.receipts USING btree (received_at);

create table relocations (
  id bigint generated always as identity not null,
  plan_id bigint not null,
  period tstzrange not null,
  published_xid xid8 not null default pg_current_xact_id(),
  queued_at timestamp with time zone not null default now(),
  device_id_done bigint not null default 0,
  finished_at timestamp with time zone,
  constraint relocations_pkey PRIMARY KEY (id),
  constraint relocations_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans(id)
);
CREATE INDEX relocations_open_idx ON public.relocations USING btree (id) WHERE (finished_at IS NULL);

create table rereadings (
  device_id bigint not null,
  id bigint generated always as identity not null,
  period tstzrange not null,
  queued_at timestamp with time zone not null default now(),
  constraint rereadings_pkey PRIMARY KEY (device_id, id),
  constraint rereadings_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);

create table response_limits (
  id bigint generated always as identity not null,
  owner_kind text not null,
  metres double precision not null,
  period tstzrange not null,
  account_id bigint not null,
  decided_at timestamp with time zone not null default now(),
  constraint response_limits_pkey PRIMARY KEY (id),
  constraint response_limits_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint response_limits_metres_check CHECK ((metres > (0)::double precision)),
  constraint response_limits_once EXCLUDE USING gist (owner_kind WITH =, period WITH &&),
  constraint response_limits_owner_kind_check CHECK ((owner_kind = ANY (ARRAY['community'::text, 'village'::text, 'forest'::text, 'other'::text]))),
  constraint response_limits_period_check CHECK (((NOT isempty(period)) AND (NOT lower_inf(period))))
);

create table resume_points (
  device_id bigint not null,
  at timestamp with time zone not null,
  state json not null,
  constraint resume_points_pkey PRIMARY KEY (device_id, at),
  constraint resume_points_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);

create table revisions (
  name text not null,
  revision bigint not null default 0,
  constraint revisions_pkey PRIMARY KEY (name)
);

create table road_passes (
  device_id bigint not null,
  day date not null,
  layer_id bigint not null,
  person_id bigint not null,
  passes bytea not null,
  constraint road_passes_pkey PRIMARY KEY (device_id, day, layer_id, person_id),
  constraint road_passes_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);
CREATE INDEX road_passes_day_idx ON public.road_passes USING btree (day);

create table rules (
  id bigint generated always as identity not null,
  name text not null,
  kind text not null,
  selects jsonb not null,
  requires jsonb not null,
  period tstzrange not null,
  scope_area_ids bigint[],
  created_at timestamp with time zone not null default now(),
  replaces_id bigint,
  constraint rules_pkey PRIMARY KEY (id),
  constraint rules_kind_check CHECK ((kind = ANY (ARRAY['staffing'::text, 'patrol'::text]))),
  constraint rules_period_check CHECK (((NOT isempty(period)) AND (NOT lower_inf(period)))),
  constraint rules_replaces_fkey FOREIGN KEY (replaces_id) REFERENCES rules(id) ON DELETE SET NULL
);
CREATE INDEX rules_replaces_id_idx ON public.rules USING btree (replaces_id);

create table square_runs (
  device_id bigint not null,
  day date not null,
  person_id bigint not null,
  runs bytea not null,
  constraint square_runs_pkey PRIMARY KEY (device_id, day, person_id),
  constraint square_runs_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);
CREATE INDEX square_runs_day_idx ON public.square_runs USING btree (day);

create table staff_changes (
  revision bigint not null,
  person_ids bigint[],
  constraint staff_changes_pkey PRIMARY KEY (revision)
);

create table sweeps (
  plan_id bigint not null,
  width_metres real not null,
  day date not null,
  device_id bigint not null,
  made_from bigint not null,
  ground text not null,
  west_e7 integer not null,
  south_e7 integer not null,
  east_e7 integer not null,
  north_e7 integer not null,
  cells bytea not null,
  bits bytea not null,
  settled boolean not null default false,
  constraint sweeps_pkey PRIMARY KEY (plan_id, width_metres, day, device_id) INCLUDE (made_from, ground, settled, west_e7, south_e7, east_e7, north_e7),
  constraint sweeps_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id),
  constraint sweeps_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans(id) ON DELETE CASCADE
);

create table team_cells (
  team_id bigint not null,
  cell_id bigint not null,
  period tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  constraint team_cells_pkey PRIMARY KEY (team_id, cell_id, period),
  constraint team_cells_cell_fkey FOREIGN KEY (cell_id) REFERENCES cells(id),
  constraint team_cells_once EXCLUDE USING gist (team_id WITH =, cell_id WITH =, period WITH &&),
  constraint team_cells_team_fkey FOREIGN KEY (team_id) REFERENCES teams(id) ON DELETE CASCADE
);
CREATE INDEX team_cells_cell_id_idx ON public.team_cells USING btree (cell_id);

create table team_members (
  team_id bigint not null,
  person_id bigint not null,
  period tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  constraint team_members_pkey PRIMARY KEY (team_id, person_id, period),
  constraint team_members_once EXCLUDE USING gist (team_id WITH =, person_id WITH =, period WITH &&),
  constraint team_members_person_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint team_members_team_fkey FOREIGN KEY (team_id) REFERENCES teams(id) ON DELETE CASCADE
);
CREATE INDEX team_members_person_id_idx ON public.team_members USING btree (person_id);

create table teams (
  id bigint generated always as identity not null,
  name text not null,
  kind text not null,
  station_area_id bigint,
  created_at timestamp with time zone not null default now(),
  disbanded_at timestamp with time zone,
  leader_person_id bigint,
  constraint teams_pkey PRIMARY KEY (id),
  constraint teams_kind_check CHECK ((kind = ANY (ARRAY['enterprise'::text, 'campus'::text, 'community'::text, 'anti_fraud'::text, 'party_government'::text, 'gacha'::text, 'forest'::text, 'livestock_theft'::text, 'taxi'::text, 'other'::text]))),
  constraint teams_leader_fkey FOREIGN KEY (leader_person_id) REFERENCES people(id),
  constraint teams_station_area_fkey FOREIGN KEY (station_area_id) REFERENCES areas(id)
);
CREATE INDEX teams_leader_person_id_idx ON public.teams USING btree (leader_person_id);
CREATE INDEX teams_station_area_id_idx ON public.teams USING btree (station_area_id);

create table threshold_changes (
  id bigint generated always as identity not null,
  kind text not null,
  thresholds jsonb not null,
  account_id bigint not null,
  decided_at timestamp with time zone not null default now(),
  constraint threshold_changes_pkey PRIMARY KEY (id),
  constraint threshold_changes_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint threshold_changes_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'vehicle'::text, 'body-worn'::text, 'tracker'::text])))
);

create table tokens (
  id bigint generated always as identity not null,
  kind text not null,
  hash bytea not null,
  account_id bigint,
  device_id bigint,
  name text,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint tokens_pkey PRIMARY KEY (id),
  constraint tokens_account_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint tokens_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id) ON DELETE CASCADE,
  constraint tokens_hash_key UNIQUE (hash),
  constraint tokens_kind_check CHECK ((kind = ANY (ARRAY['session'::text, 'api'::text, 'device'::text, 'setup'::text]))),
  constraint tokens_owner_check CHECK ((((kind = 'device'::text) = (device_id IS NOT NULL)) AND ((kind = ANY (ARRAY['session'::text, 'api'::text])) = (account_id IS NOT NULL))))
);
CREATE INDEX tokens_account_id_idx ON public.tokens USING btree (account_id);
CREATE INDEX tokens_device_id_idx ON public.tokens USING btree (device_id);

create table tracks (
  device_id bigint not null,
  id bigint generated always as identity not null,
  person_id bigint,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  fixes integer not null,
  flagged integer not null,
  metres double precision not null,
  moving_seconds double precision not null,
  west_e7 integer not null,
  south_e7 integer not null,
  east_e7 integer not null,
  north_e7 integer not null,
  constraint tracks_pkey PRIMARY KEY (device_id, id),
  constraint tracks_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id),
  constraint tracks_started_once UNIQUE (device_id, started_at)
);
CREATE INDEX tracks_id_idx ON public.tracks USING btree (id);
CREATE INDEX tracks_person_id_idx ON public.tracks USING btree (person_id, started_at);
CREATE INDEX tracks_started_at_idx ON public.tracks USING btree (started_at);

create table trainings (
  id bigint generated always as identity not null,
  person_id bigint not null,
  held_on date not null,
  subject text not null,
  hours double precision,
  result text,
  constraint trainings_pkey PRIMARY KEY (id),
  constraint trainings_hours_check CHECK ((hours > (0)::double precision)),
  constraint trainings_person_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE
);
CREATE INDEX trainings_person_id_idx ON public.trainings USING btree (person_id);

create table visit_days (
  device_id bigint not null,
  day date not null,
  revision bigint not null,
  constraint visit_days_pkey PRIMARY KEY (device_id, day),
  constraint visit_days_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);
CREATE INDEX visit_days_day_idx ON public.visit_days USING btree (day);

create table visits (
  device_id bigint not null,
  cell_id bigint not null,
  entered_at timestamp with time zone not null,
  left_at timestamp with time zone not null,
  person_id bigint,
  metres double precision not null,
  bridged tstzmultirange not null default '{}'::tstzmultirange,
  bridged_seconds double precision not null default 0,
  continued boolean not null default false,
  cells_revision bigint not null,
  constraint visits_pkey PRIMARY KEY (device_id, entered_at, cell_id),
  constraint visits_device_fkey FOREIGN KEY (device_id) REFERENCES devices(id)
);
CREATE INDEX visits_cell_id_left_at_idx ON public.visits USING btree (cell_id, left_at DESC);
CREATE INDEX visits_entered_at_idx ON public.visits USING btree (entered_at) INCLUDE (left_at, cell_id, person_id, device_id, bridged_seconds, metres);
