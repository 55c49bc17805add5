-- From what on the proof of a plan tells of slivers, unequal or ragged cells: settings of its planner over the defaults.
alter table plans add column limits jsonb not null default '{}';
