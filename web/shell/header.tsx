import { Badge, Burger, Button, Drawer, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { api } from '../api.ts';
import { useI18n } from '../i18n/index.tsx';
import type { Page } from '../pages/index.ts';
import { holds } from '../state/session.ts';
import type { User } from '../types.ts';
import { AccountMenu } from './account-menu.tsx';
import { NavLine, NavList } from './nav.tsx';
import classes from './shell.module.css';

const Bell = lazy(() => import('../alerts/bell.tsx'));

function LanguageSwitch() {
  const { t, language, setLanguage } = useI18n();
  return (
    <Tooltip label={t.shell.switchLanguageHint}>
      <Button
        variant="subtle"
        color="gray.3"
        size="compact-sm"
        className={classes.fixed ?? ''}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {t.shell.switchLanguage}
      </Button>
    </Tooltip>
  );
}

function DemoBadge() {
  const { t } = useI18n();
  const info = useQuery({ queryKey: ['info'], queryFn: api.info, staleTime: Number.POSITIVE_INFINITY });
  if (!info.data?.demo) return null;
  return (
    <Tooltip label={t.shell.demoHint} multiline w={240}>
      <Badge color="orange" variant="filled" radius="sm" tt="none" className={classes.fixed ?? ''}>
        {t.shell.demo}
      </Badge>
    </Tooltip>
  );
}

export function Header({ user, pages }: { user: User; pages: Page[] }) {
  const { t } = useI18n();
  const [menuOpen, menu] = useDisclosure();
  return (
    <header className={classes.header}>
      <Burger
        className={classes.burger ?? ''}
        opened={menuOpen}
        onClick={menu.toggle}
        size="sm"
        color="white"
        aria-label={t.shell.menu}
      />
      <Link href="/" className={classes.brand}>
        <img src="/icon.svg" alt="" width={26} height={26} />
        <span>{t.brand.name}</span>
        <small>{t.brand.latin}</small>
      </Link>
      <nav className={classes.nav} aria-label={t.shell.nav}>
        <NavLine pages={pages.filter((page) => !page.underAccount)} />
      </nav>
      <div className={classes.spacer} />
      <DemoBadge />
      {holds(user, ['planner', 'chief', 'officer', 'volunteer', 'viewer']) && (
        <Suspense fallback={<span className={classes.bellPlace} />}>
          <Bell />
        </Suspense>
      )}
      <LanguageSwitch />
      <AccountMenu user={user} pages={pages.filter((page) => page.underAccount)} />
      <Drawer
        opened={menuOpen}
        onClose={menu.close}
        title={t.shell.menu}
        size="xs"
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        <nav className={classes.drawerNav} aria-label={t.shell.nav}>
          <NavList pages={pages.filter((page) => !page.underAccount)} onFollow={menu.close} />
          <div className={classes.rest}>
            <NavList pages={pages.filter((page) => page.underAccount)} onFollow={menu.close} />
          </div>
        </nav>
      </Drawer>
    </header>
  );
}
