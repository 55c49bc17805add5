import { chromium } from 'playwright-core';
const [,, what='around', lang='zh'] = process.argv;
const base='http://127.0.0.1:4717';
const log = (await import('node:fs')).readFileSync('/tmp/places/demo.log','utf8');
const pass = /demo-chief\s+(\S+)/.exec(log)![1]!;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--enable-unsafe-swiftshader'] });
for (const [w,h] of [[1280,800],[390,844]] as const) {
  const ctx = await browser.newContext({ viewport: { width: w, height: h }, locale: lang==='zh'?'zh-CN':'en-GB' });
  const page = await ctx.newPage();
  page.on('pageerror', e => console.log('PAGEERROR', e.message)); page.on('console', m => m.type()==='error' && console.log('CONSOLE', m.text().slice(0,300)));
  await page.request.post(base+'/api/session', { data: { username: 'demo-chief', password: pass }, headers: { origin: base } });
  await page.goto(base + (what==='around'?'/around': what));
  await page.waitForTimeout(3500);
  if (what==='around') {
    await page.waitForSelector('[data-map="idle"]', { timeout: 30000 }).catch(()=>console.log('no idle'));
    const box = (await page.locator('canvas').first().boundingBox())!;
    // period: week
    await page.locator('input[type="datetime-local"]').first().fill(new Date(Date.now()-7*86400e3+8*3600e3).toISOString().slice(0,16));
    await page.mouse.move(box.x+box.width*0.2, box.y+box.height*0.2); await page.mouse.down(); await page.mouse.move(box.x+box.width*0.5, box.y+box.height*0.5,{steps:5}); await page.mouse.move(box.x+box.width*0.85, box.y+box.height*0.85,{steps:5}); await page.mouse.up();
    await page.waitForTimeout(4000);
    await page.screenshot({ path: `/tmp/places/inside-${lang}-${w}.png` });
    await page.getByText(lang==='zh'?'谁最近':'Who is nearest').click();
    await page.mouse.click(box.x+box.width*0.5, box.y+box.height*0.5);
    await page.waitForTimeout(3000);
    await page.screenshot({ path: `/tmp/places/response-${lang}-${w}.png` });
  } else { await page.waitForTimeout(2500); await page.screenshot({ path: `/tmp/places/page-${lang}-${w}.png`, fullPage: false }); await page.screenshot({ path: `/tmp/places/full-${lang}-${w}.png`, fullPage: true }); }
  await ctx.close();
}
await browser.close();
