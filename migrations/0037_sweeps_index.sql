-- Which sweeps are stale, and whose legs came near a cell, is asked of all devices of a month before each answer: the index
-- tells both, without the bitmaps' rows.
alter table sweeps drop constraint sweeps_pkey;
alter table sweeps add constraint sweeps_pkey primary key (plan_id, width_metres, day, device_id)
  include (made_from, ground, settled, west_e7, south_e7, east_e7, north_e7);
