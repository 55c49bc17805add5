import { Menu, UnstyledButton } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { useI18n } from '../i18n/index.tsx';
import type { Page, PageGroup } from '../pages/index.ts';
import { Icon } from './icon.tsx';
import classes from './shell.module.css';

/** Pages in the order of the menu; those of one subject stand together where its first one is. */
function folded(pages: readonly Page[]): { group: PageGroup | undefined; pages: Page[] }[] {
  const entries: { group: PageGroup | undefined; pages: Page[] }[] = [];
  for (const page of pages) {
    const same = page.group && entries.find(({ group }) => group === page.group);
    if (same) same.pages.push(page);
    else entries.push({ group: page.group, pages: [page] });
  }
  return entries;
}

function PageLink({ page, onFollow }: { page: Page; onFollow?: () => void }) {
  const { t } = useI18n();
  return (
    <Link
      href={page.path}
      className={(active) => (active ? `${classes.link} ${classes.active}` : classes.link)}
      {...(onFollow ? { onClick: onFollow } : {})}
    >
      <Icon name={page.icon} size={16} />
      {t.pages[page.name]}
    </Link>
  );
}

/** Several pages under the name of their subject. */
function GroupMenu({ group, pages }: { group: PageGroup; pages: Page[] }) {
  const { t } = useI18n();
  const [path] = useLocation();
  const isHere = pages.some((page) => page.path === path);
  return (
    <Menu position="bottom-start" width="max-content">
      <Menu.Target>
        <UnstyledButton className={isHere ? `${classes.link} ${classes.active}` : (classes.link ?? '')}>
          {t.shell.groups[group]}
          <Icon name="down" size={12} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {pages.map((page) => (
          <Menu.Item
            key={page.path}
            component={Link}
            href={page.path}
            leftSection={<Icon name={page.icon} size={16} />}
            {...(page.path === path && { 'aria-current': 'page' as const, bg: 'ink.0' })}
          >
            {t.pages[page.name]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The line of the header: a subject with one page that the role may open is that page. */
export function NavLine({ pages }: { pages: Page[] }) {
  return folded(pages).map(({ group, pages: [first, ...more] }) =>
    group && first && more.length > 0 ? (
      <GroupMenu key={group} group={group} pages={[first, ...more]} />
    ) : (
      first && <PageLink key={first.path} page={first} />
    ),
  );
}

/** Everything below each other, subjects under their names: there is room on a phone's drawer. */
export function NavList({ pages, onFollow }: { pages: Page[]; onFollow: () => void }) {
  const { t } = useI18n();
  return folded(pages).map(({ group, pages: together }) => (
    <div key={group ?? together[0]?.path}>
      {group && together.length > 1 && <div className={classes.subject}>{t.shell.groups[group]}</div>}
      {together.map((page) => (
        <PageLink key={page.path} page={page} onFollow={onFollow} />
      ))}
    </div>
  ));
}
