import { Button, Menu } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';

const formats = ['geojson', 'gpkg', 'shp', 'kml'] as const;

export type ExportGroup = { label?: string; address: (format: string) => string };

/** A button with the formats of each thing that can be downloaded. */
export function ExportMenu({
  label,
  groups,
  size = 'compact-xs',
}: {
  label: string;
  groups: readonly ExportGroup[];
  size?: string;
}) {
  const { t } = useI18n();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size={size} variant={size === 'sm' ? 'default' : 'light'}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map((group) => [
          group.label && <Menu.Label key={group.label}>{group.label}</Menu.Label>,
          ...formats.map((format) => (
            <Menu.Item
              key={`${group.label} ${format}`}
              component="a"
              href={group.address(format)}
              download
              rel="noopener"
            >
              {t.office.exports[format]}
            </Menu.Item>
          )),
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}
