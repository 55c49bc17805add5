// Who counts, as the evaluation of obligations says it in memory, for statements that ask about one local day.

/** SQL: whether somebody is with us on a day, from the day of joining until the day of leaving. */
export function isWithUs(person: string, day: string): string {
  return `(coalesce(${person}.joined_on <= ${day}, true) and coalesce(${person}.left_on > ${day}, true))`;
}

/** SQL: whether a certificate is valid on a day, from the day of issue until the day on which it expires. */
export function isValid(certificate: string, day: string): string {
  return `(coalesce(${certificate}.issued_on <= ${day}, true) and coalesce(${certificate}.expires_on > ${day}, true))`;
}

/** SQL, a table: by person and skill with certificates, whether one of them is valid on a day. */
export function attestedSkills(day: string): string {
  return `(select held.person_id, held.skill, bool_or(${isValid('held', day)}) as is_valid
    from certificates held where held.skill is not null group by held.person_id, held.skill)`;
}

/** SQL: the skills of somebody that count, by such a table: those without certificates, and those that one attests. */
export function countingSkills(person: string, attested: string): string {
  return `array(select own.skill from unnest(${person}.skills) own(skill) where not exists (
    select from ${attested} where ${attested}.person_id = ${person}.id and ${attested}.skill = own.skill
      and not ${attested}.is_valid))`;
}
