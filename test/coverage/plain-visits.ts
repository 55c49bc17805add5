/**
 * Visits of places as METHODS B2 defines them, from the stored fixes in plain SQL: the fixes inside a place are chained where nothing
 * but legs lies between two of them and they are three minutes apart at most, or where a silence of a quarter of an hour
 * at most follows the one and ends with the other. A visit begins with the first leg inside of its chain. `join` finds the
 * places that hold `point`, `id` tells them apart.
 */
export const plainVisits = ({ id, join }: { id: string; join: string }) => `
  with good as (
    select device_id, recorded_at as at, lon_e7, lat_e7,
      st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326) as point,
      sum(case when break_before then 1 else 0 end) over (partition by device_id order by recorded_at, lon_e7, lat_e7) as breaks,
      row_number() over (partition by device_id order by recorded_at, lon_e7, lat_e7) as place
    from fixes where flags = 0
  ), paired as (
    select good.*, lag(at) over line as before, lag(breaks) over line as breaks_before,
      st_distance(point::geography, (lag(point) over line)::geography) as metres
    from good window line as (partition by device_id order by place)
  ), legged as (
    select *, coalesce(at - before <= interval '120 s' and breaks = breaks_before and metres <= 2000
        and metres <= 40 * extract(epoch from at - before), false) as is_leg,
      sum(case when at - before <= interval '120 s' and breaks = breaks_before and metres <= 2000
        and metres <= 40 * extract(epoch from at - before) then 0 else 1 end)
        over (partition by device_id order by place) as silences
    from paired
  ), inside as (
    select ${id} as cell_id, legged.*, lag(place) over here as last_place, lag(at) over here as last_at,
      lag(silences) over here as last_silences
    from legged ${join}
    window here as (partition by ${id}, device_id order by place)
  ), linked as (
    select *, silences = last_silences and at - last_at <= interval '180 s' as by_legs,
      place = last_place + 1 and not is_leg and at - last_at <= interval '900 s' as by_silence,
      place = last_place + 1 and is_leg as by_leg
    from inside
  ), chained as (
    select *, sum(case when by_legs or by_silence then 0 else 1 end)
      over (partition by cell_id, device_id order by place) as chain
    from linked
  ), opened as (
    select *, sum(case when by_leg then 1 else 0 end) over (partition by cell_id, device_id, chain order by place) as legs
    from chained
  ), visits as (
    select cell_id, device_id, chain, min(last_at) as entered, max(at) as departed,
      sum(extract(epoch from at - last_at)) filter (where by_silence) as bridged,
      sum(metres) filter (where by_leg) as metres
    from opened where legs > 0 and (by_legs or by_silence) group by cell_id, device_id, chain
  )
  select cell_id as cell, count(*)::integer as visits, sum(extract(epoch from departed - entered))::float8 as present,
    coalesce(sum(bridged), 0)::float8 as bridged, coalesce(sum(metres), 0) as metres, max(departed) as last
  from visits group by cell_id`;
