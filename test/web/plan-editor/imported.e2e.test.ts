import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdministrator } from '../../../server/accounts/administrator.ts';
import { openTab } from '../../support/browser.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import { dataFolder, dataNote, withData } from '../../support/real-data.ts';
import { startServer } from '../../support/server.ts';
import { edited } from './editor-page.ts';

const { db } = await testDatabase();
const account = { username: 'admin', password: 'a password of the test' };

/** How many problems of each kind there are, and how many square metres each cell has. */
async function stateOf(planner: Client, plan: number) {
  const { body } = await planner.get(`/api/plans/${plan}/problems?limit=10000`);
  const kinds = new Map<string, number>();
  for (const { properties } of body.features)
    if (properties.severity === 'error') kinds.set(properties.kind, (kinds.get(properties.kind) ?? 0) + 1);
  const cells = await planner.get(`/api/plans/${plan}/cells?limit=10000`);
  const sizes = new Map<string, number>(
    cells.body.features.map(
      ({ properties }: { properties: { code: string; areaSquareMetres: number } }) =>
        [properties.code, properties.areaSquareMetres] as const,
    ),
  );
  return { kinds, sizes };
}

/** The page has proved the plan as it is now. */
const proved = (page: Page) => page.locator('[data-proof=done]').waitFor({ timeout: 60_000 });

/** Looks at what a repair would make, then has it made. */
async function repairPreviewed(page: Page, repair: Locator): Promise<void> {
  await repair.getByRole('button', { name: '预览', exact: true }).click();
  await repair
    .getByText(/将移去 \d+ 个、改为 [1-9]\d* 个网格，消除 [1-9]\d* 处问题/)
    .waitFor({ timeout: 60_000 });
  await edited(page, () => repair.getByRole('button', { name: '应用' }).click());
  await proved(page);
}

test.skipIf(!withData)(
  `imports beats that were simplified one by one, repairs them to a proved plan, and publishes${dataNote}`,
  async () => {
    await createAdministrator({ db }, account.username, account.password);
    const client = await startServer(db);
    const planner = await client.signIn(account.username, account.password);
    const { body } = await planner.post('/api/plans', {
      name: '外来警格',
      layer: 'police',
      scopeAreaId: null,
    });
    const plan: number = body.id;
    const { page, picture, complaints } = await openTab(client.url, { account, path: '/plans' });
    await page.getByRole('button', { name: '导入网格' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .locator('input[type=file]')
      .setInputFiles(join(dataFolder, 'messy/chicago/police_beats_simple.geojson'));
    await dialog.getByRole('button', { name: '读取并预览' }).click();
    await dialog.getByText('277 个要素').waitFor();
    await dialog.getByLabel('清理', { exact: false }).uncheck();
    await picture('imported-1-review');
    await dialog.getByRole('button', { name: '确认导入' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '编辑' }).click();
    await page.getByRole('radiogroup', { name: '网格与验证' }).getByText('验证').click();
    await proved(page);
    const imported = await stateOf(planner, plan);
    expect([imported.sizes.size, imported.kinds.get('overlap'), imported.kinds.get('gap')]).toEqual([
      277, 373, 257,
    ]);
    await page.locator('[data-editor-map][data-map=idle]').waitFor();
    await picture('imported-2-found');

    // One by one: an overlap by the side that is to keep it, and a gap shared out among its neighbours.
    const group = (name: string) =>
      page.locator('details').filter({ has: page.getByText(name, { exact: true }) });
    const before = Number(await page.locator('[data-outbox]').getAttribute('data-revision'));
    await group('重叠').getByTitle('在地图上定位').first().click();
    await repairPreviewed(
      page,
      group('重叠')
        .getByRole('toolbar', { name: /^重叠处归/ })
        .first(),
    );
    await group('缝隙').getByTitle('在地图上定位').first().click();
    await page.locator('[data-editor-map][data-map=idle]').waitFor();
    await picture('imported-3-one-gap');
    await repairPreviewed(
      page,
      group('缝隙').getByRole('toolbar', { name: '由相邻网格就近分割', exact: true }),
    );
    const two = await stateOf(planner, plan);
    // The trimmed cell had another gap beside it.
    expect(two.kinds.get('overlap')).toBe(372);
    expect(two.kinds.get('gap')).toBeGreaterThan(250);
    expect(two.kinds.get('gap')).toBeLessThan(257);

    // While the plan is proved again, what is listed can be repaired all the same; what is there no more, is told.
    let renew = () => {};
    const held = new Promise<void>((resolve) => {
      renew = resolve;
    });
    await page.route('**/problems?*', (route) => held.then(() => route.continue()));
    const give = (place: number) => async () => {
      await group('缝隙').getByTitle('在地图上定位').nth(place).click();
      await group('缝隙')
        .getByRole('toolbar', { name: '并入公共边界最长的相邻网格', exact: true })
        .getByRole('button', { name: '应用' })
        .click();
    };
    await edited(page, give(20));
    await page.getByText('正在重新验证').waitFor();
    await edited(page, give(45));
    await give(20)();
    await page.getByText('方案中已没有该问题').waitFor();
    await picture('imported-3-renewing');
    expect((await stateOf(planner, plan)).kinds.get('gap')).toBe((two.kinds.get('gap') ?? 0) - 2);
    renew();
    await proved(page);
    await page.getByText('正在重新验证').waitFor({ state: 'detached' });
    const three = await stateOf(planner, plan);

    // To split all gaps takes a while, is followed, and is stopped with nothing changed.
    const splitAll = page.getByRole('toolbar', { name: '全部由相邻网格就近分割' });
    await splitAll.getByRole('button', { name: '应用' }).click();
    await splitAll.getByText(/已完成 [1-9]\d?%/).waitFor();
    await picture('imported-4-splitting');
    await splitAll.getByRole('button', { name: '中止' }).click();
    await page.locator('[data-outbox="0"]').waitFor();
    expect(await stateOf(planner, plan)).toEqual(three);

    // All of a kind, until nothing is wrong: what was cut off in one round is a sliver in the next.
    await repairPreviewed(page, page.getByRole('toolbar', { name: '修复全部“重叠”' }));
    for (let round = 0; round < 8 && (await page.getByText('验证通过').count()) === 0; round += 1)
      await repairPreviewed(page, page.getByRole('toolbar', { name: /^修复全部/ }).first());
    await page.getByText('验证通过').waitFor();
    await page.locator('[data-editor-map][data-map=idle]').waitFor();
    await picture('imported-5-proved');
    const repaired = await stateOf(planner, plan);
    expect([...repaired.kinds]).toEqual([]);
    const shares = [...imported.sizes].map(([code, size]) => (repaired.sizes.get(code) ?? 0) / size);
    expect(shares.filter((share) => Math.abs(share - 1) > 0.02)).toEqual([]);
    expect(Number(await page.locator('[data-outbox]').getAttribute('data-revision'))).toBeGreaterThan(
      before + 3,
    );

    await page.getByRole('button', { name: '验证并发布' }).click();
    await dialog.getByText('验证通过').waitFor();
    await dialog.getByRole('button', { name: '发布', exact: true }).click();
    await page.getByText('只有草案可以编辑').waitFor();
    expect((await planner.get(`/api/plans/${plan}`)).body.status).toBe('published');
    expect(complaints).toEqual([]);
  },
);
