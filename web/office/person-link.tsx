import { Anchor } from '@mantine/core';
import { Link } from 'wouter';

/** A person's name that opens their file. */
export function PersonLink({ person }: { person: { id: number; name: string } }) {
  return (
    <Anchor component={Link} href={`/people/${person.id}`} size="sm">
      {person.name}
    </Anchor>
  );
}
