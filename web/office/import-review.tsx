import { Alert, Group, Stack, Table, Text } from '@mantine/core';
import type { FeatureCollection, Position } from 'geojson';
import { useI18n } from '../i18n/index.tsx';
import type { ImportPreview } from '../types-office.ts';
import classes from './office.module.css';

const wide = 600;
const high = 200;

/** What a file holds before it is taken over: outlines, the mapping of its fields, and its problems. */
export function ImportReview({ preview }: { preview: ImportPreview }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  return (
    <Stack gap="sm">
      <Group gap="xl">
        <Text fw={600}>{words.features(preview.features)}</Text>
        <Text c={preview.problems.length > 0 ? 'red' : 'dimmed'}>
          {words.problems(preview.problems.length)}
        </Text>
      </Group>
      {preview.preview && <Outlines collection={preview.preview} />}
      {preview.fields.length > 0 && <Fields preview={preview} />}
      {preview.problems.length > 0 && (
        <Alert color="yellow">
          <Stack gap={2} className={classes.problems ?? ''}>
            {preview.problems.slice(0, 100).map(({ index, reason }) => (
              <Text size="sm" key={`${index} ${reason}`}>
                {index === null ? reason : `${words.record(index)}: ${reason}`}
              </Text>
            ))}
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}

function Fields({ preview }: { preview: ImportPreview }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  return (
    <Table.ScrollContainer minWidth={360} mah={200}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.field}</Table.Th>
            <Table.Th>{words.sample}</Table.Th>
            <Table.Th>{words.takenAs}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.fields.map(({ name, sample, mappedTo }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td className={`truncate ${classes.cell}`}>
                {sample === undefined ? '' : String(sample)}
              </Table.Td>
              <Table.Td>
                {mappedTo ? (words.ours[mappedTo] ?? mappedTo) : <Text c="dimmed">{words.notTaken}</Text>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** The outlines as a small drawing; enough to see that they are whole and lie as they should. */
function Outlines({ collection }: { collection: FeatureCollection }) {
  const { t } = useI18n();
  const rings = collection.features.flatMap((feature) => ringsOf(feature.geometry));
  const points = rings.flat();
  if (points.length === 0) return null;
  const xs = points.map(([x = 0]) => x);
  const ys = points.map(([, y = 0]) => y);
  const [west, east] = [least(xs), -least(xs.map((x) => -x))];
  const [south, north] = [least(ys), -least(ys.map((y) => -y))];
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(wide / ((east - west) * narrowing || 1), high / (north - south || 1)) * 0.92;
  const path = (ring: Position[]) =>
    `M${ring.map(([x = 0, y = 0]) => `${(wide / 2 + (x - (west + east) / 2) * narrowing * scale).toFixed(1)} ${(high / 2 - (y - (south + north) / 2) * scale).toFixed(1)}`).join('L')}Z`;
  return (
    <svg
      className={classes.preview}
      viewBox={`0 0 ${wide} ${high}`}
      role="img"
      aria-label={t.office.importFile.outlines}
    >
      <path
        d={rings.map(path).join('')}
        fill="#1d5a8633"
        stroke="#1d5a86"
        fillRule="evenodd"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

function ringsOf(geometry: FeatureCollection['features'][number]['geometry'] | null): Position[][] {
  if (geometry?.type === 'Polygon') return geometry.coordinates;
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.flat();
  return [];
}
