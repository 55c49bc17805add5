import type { Knex } from 'knex';
import { type Scope, stationCondition } from '../access/scope.ts';
import { personCondition } from '../people/queries.ts';

export type Look = {
  id: number;
  lookedAt: Date;
  what: string;
  from: Date | null;
  to: Date | null;
  account: { id: number; displayName: string };
  person: { id: number; name: string } | null;
  device: { id: number; name: string } | null;
};

/** Looks at people the scope covers, and at devices of its stations while nobody carried them; latest first. */
export async function listLooks(
  db: Knex,
  scope: Scope,
  filter: { person?: number | undefined; from?: Date | undefined; to?: Date | undefined },
  { after, limit }: { after: number | undefined; limit: number },
): Promise<Look[]> {
  const person = personCondition(scope);
  const station = stationCondition(scope, 'device.station_area_id');
  const { rows } = await db.raw(
    `select look.id, look.looked_at as "lookedAt", look.what, lower(look.period) as "from", upper(look.period) as "to",
       json_build_object('id', account.id, 'displayName', account.display_name) as account,
       case when person.id is not null then json_build_object('id', person.id, 'name', person.name) end as person,
       case when device.id is not null then json_build_object('id', device.id, 'name', device.name) end as device
     from looks look join accounts account on account.id = look.account_id
     left join people person on person.id = look.person_id
     left join devices device on device.id = look.device_id
     where (case when look.person_id is null then ${station.sql} and look.device_id is not null else ${person.sql} end)
       and (cast(:person as bigint) is null or look.person_id = :person)
       and (cast(:from as timestamptz) is null or look.looked_at >= :from)
       and (cast(:to as timestamptz) is null or look.looked_at < :to)
       and (cast(:after as bigint) is null or look.id < :after)
     order by look.id desc limit :limit`,
    {
      ...person.bindings,
      ...station.bindings,
      person: filter.person ?? null,
      from: filter.from ?? null,
      to: filter.to ?? null,
      after: after ?? null,
      limit,
    },
  );
  return rows;
}
