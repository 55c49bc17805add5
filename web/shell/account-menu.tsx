import { Menu, UnstyledButton } from '@mantine/core';
import { Link } from 'wouter';
import { openAction } from '../actions/open.ts';
import { useI18n } from '../i18n/index.tsx';
import type { Page } from '../pages/index.ts';
import { useSignOut } from '../state/session.ts';
import type { User } from '../types.ts';
import { Icon } from './icon.tsx';
import classes from './shell.module.css';

/** Who is signed in, and what they can do with their own account. */
export function AccountMenu({ user, pages }: { user: User; pages: Page[] }) {
  const { t } = useI18n();
  const signOut = useSignOut();
  const roles = [...new Set(user.grants.map((grant) => t.words.roles[grant.role]))].join(' · ');
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.account ?? ''} aria-label={t.shell.account}>
          <Icon name="account" />
          <span className="truncate">{user.displayName}</span>
          <Icon name="down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.username}
          {roles && ` · ${roles}`}
        </Menu.Label>
        {pages.map((page) => (
          <Menu.Item
            key={page.path}
            component={Link}
            href={page.path}
            leftSection={<Icon name={page.icon} size={16} />}
          >
            {t.pages[page.name]}
          </Menu.Item>
        ))}
        {pages.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<Icon name="key" size={16} />} onClick={() => openAction('change-password')}>
          {t.shell.changePassword}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="sign-out" size={16} />} onClick={() => signOut.mutate()}>
          {t.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
