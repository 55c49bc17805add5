import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** More than there is to stop at on any page. */
const mostStops = 400;

/** What somebody without a pointer does. Each throws where the keys do not lead to its target. */
export type Keyboard = {
  press: (target: Locator) => Promise<void>;
  /** Opens a menu and goes down to one of its items. */
  pick: (menu: Locator, item: Locator) => Promise<void>;
  type: (target: Locator, text: string) => Promise<void>;
  /** Of a list of the browser's own, by the value of an option. */
  choose: (target: Locator, value: string) => Promise<void>;
  /** Types into a field that proposes, and takes the first proposal. */
  take: (target: Locator, text: string, proposal: Locator) => Promise<void>;
  file: (target: Locator, path: string) => Promise<void>;
};

export function keyboardOf(page: Page): Keyboard {
  const { keyboard } = page;
  const reach = async (target: Locator, key: 'Tab' | 'ArrowDown' = 'Tab') => {
    await target.waitFor();
    for (let stops = 0; stops < mostStops; stops++) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
      await keyboard.press(key);
    }
    throw new Error(`The ${key} key does not lead to ${target}.`);
  };
  const press = async (target: Locator) => {
    await reach(target);
    await keyboard.press('Enter');
  };
  const type = async (target: Locator, text: string) => {
    await reach(target);
    await keyboard.press('Control+A');
    await keyboard.insertText(text);
  };
  return {
    press,
    type,
    pick: async (menu, item) => {
      await press(menu);
      await reach(item, 'ArrowDown');
      await keyboard.press('Enter');
    },
    choose: async (target, value) => {
      await reach(target);
      await keyboard.press('Home');
      for (let options = 0; (await target.inputValue()) !== value; options++) {
        if (options === mostStops) throw new Error(`The list has no ${value}.`);
        await keyboard.press('ArrowDown');
      }
    },
    take: async (target, text, proposal) => {
      await type(target, text);
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      // What was chosen takes the place of what was typed.
      await expect.poll(() => target.inputValue(), { timeout: 10_000 }).not.toBe(text);
      await proposal.waitFor({ state: 'hidden' });
    },
    file: async (target, path) => {
      const chooser = page.waitForEvent('filechooser');
      await press(target);
      await (await chooser).setFiles(path);
    },
  };
}
