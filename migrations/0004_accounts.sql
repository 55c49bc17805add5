-- Who may sign in. An account may belong to a person; a person need not have an account.
create table accounts (
  id bigint generated always as identity,
  username text not null,
  display_name text not null,
  password_hash text not null,
  person_id bigint,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  constraint accounts_pkey primary key (id),
  constraint accounts_person_fkey foreign key (person_id) references people (id),
  constraint accounts_username_check check (username = lower(username))
);
create unique index accounts_username_key on accounts (username);
create unique index accounts_person_id_key on accounts (person_id);

-- A role in an area; without an area it holds everywhere.
create table grants (
  id bigint generated always as identity,
  account_id bigint not null,
  role text not null,
  area_id bigint,
  constraint grants_pkey primary key (id),
  constraint grants_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint grants_area_fkey foreign key (area_id) references areas (id),
  constraint grants_role_check check (role in ('admin', 'planner', 'chief', 'officer', 'volunteer', 'viewer')),
  constraint grants_once unique nulls not distinct (account_id, role, area_id)
);

-- Opaque secrets of browsers, scripts and devices: only the SHA-256 is kept.
create table tokens (
  id bigint generated always as identity,
  kind text not null,
  hash bytea not null,
  account_id bigint,
  device_id bigint,
  name text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint tokens_pkey primary key (id),
  constraint tokens_hash_key unique (hash),
  constraint tokens_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint tokens_kind_check check (kind in ('session', 'api', 'device', 'setup')),
  constraint tokens_owner_check check ((kind = 'device') = (device_id is not null) and (kind in ('session', 'api')) = (account_id is not null))
);
create index tokens_account_id_idx on tokens (account_id);
create index tokens_device_id_idx on tokens (device_id);

-- Every look at the positions of a person, visible to that person.
create table looks (
  id bigint generated always as identity,
  account_id bigint not null,
  person_id bigint,
  device_id bigint,
  what text not null,
  period tstzrange,
  looked_at timestamptz not null default now(),
  constraint looks_pkey primary key (id),
  constraint looks_account_fkey foreign key (account_id) references accounts (id),
  constraint looks_person_fkey foreign key (person_id) references people (id)
);
create index looks_person_id_idx on looks (person_id, looked_at desc);
create index looks_looked_at_idx on looks (looked_at desc);
