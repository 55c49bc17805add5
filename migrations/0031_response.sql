-- How far the nearest person on duty may be from a cell, by the kind of area that the cell belongs to, from when until
-- when. One that has begun is never changed but for its end: a cell of last March is judged by the limit of last March.
create table response_limits (
  id bigint generated always as identity,
  owner_kind text not null,
  metres double precision not null,
  period tstzrange not null,
  account_id bigint not null,
  decided_at timestamptz not null default now(),
  constraint response_limits_pkey primary key (id),
  constraint response_limits_account_fkey foreign key (account_id) references accounts (id),
  constraint response_limits_owner_kind_check check (owner_kind in ('community', 'village', 'forest', 'other')),
  constraint response_limits_metres_check check (metres > 0),
  constraint response_limits_period_check check (not isempty(period) and not lower_inf(period)),
  constraint response_limits_once exclude using gist (owner_kind with =, period with &&)
);

-- Whoever watches the map is told of those whose devices have sent something since.
create index receipts_received_at_idx on receipts (received_at);
