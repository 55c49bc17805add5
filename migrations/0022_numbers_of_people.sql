-- Of two who change the same file, the second is told: every change of a person raises this number.
alter table people add column revision bigint not null default 1;

-- How numbers of people are made, from when, and who said so; the latest holds, and where there is none the template of
-- server/people/number-template.ts.
create table number_templates (
  id bigint generated always as identity,
  template text not null,
  account_id bigint not null,
  decided_at timestamptz not null default now(),
  constraint number_templates_pkey primary key (id),
  constraint number_templates_account_fkey foreign key (account_id) references accounts (id)
);

-- The last number given in each series: a number is not given a second time, also where its first holder was erased.
create table number_series (
  series text not null,
  last bigint not null,
  constraint number_series_pkey primary key (series)
);
