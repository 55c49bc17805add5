-- What a draft was copied from, whose cells its own must be unions of, and how its cells are coded.
alter table plans
  add column code_template text not null default '{owner:12}{seq:3}',
  add column from_plan_id bigint,
  add column unions_of_plan_id bigint,
  add constraint plans_from_plan_fkey foreign key (from_plan_id) references plans (id) on delete set null,
  add constraint plans_unions_of_plan_fkey foreign key (unions_of_plan_id) references plans (id),
  add constraint plans_unions_of_plan_check check (unions_of_plan_id <> id);
create index plans_from_plan_id_idx on plans (from_plan_id);
create index plans_unions_of_plan_id_idx on plans (unions_of_plan_id);
