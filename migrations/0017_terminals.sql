-- How a JT/T 808 terminal is let in. `lenient_checksum` takes frames whose XOR is wrong. `registered_as` is what the
-- terminal said of itself (maker and id) when it first registered since the device's token was made: another
-- terminal under the same number is refused, and that is noted. With `registration` `once` even the same terminal
-- is refused once it has authenticated.
alter table devices
  add column lenient_checksum boolean not null default false,
  add column registration text not null default 'same-terminal',
  add column registered_as text,
  add column registration_refused_at timestamptz,
  add constraint devices_registration_check check (registration in ('same-terminal', 'once'));
