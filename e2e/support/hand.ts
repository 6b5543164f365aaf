import { expect, type Locator, type Page } from '@playwright/test';

/**
 * Two ways to use a page, and what each costs. A click counts one, and so does pointing at something that has to be pointed at; scrolling
 * and the way of the pointer count nothing. A key counts one, also with Control or Shift held. Text counts one for each field, by either
 * hand, however long it is: it is typed or pasted.
 */
export abstract class Hand {
  readonly page: Page;
  /** Clicks, or keys. */
  count = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** Puts text into the field that has the focus. */
  async type(text: string): Promise<void> {
    expect(await this.page.evaluate(() => document.activeElement?.matches('input, textarea'))).toBe(true);
    this.count += 1;
    await this.page.keyboard.insertText(text);
  }
}

/** Everything by clicks, but for text. */
export class Mouse extends Hand {
  async click(...controls: readonly Locator[]): Promise<void> {
    for (const control of controls) {
      this.count += 1;
      await control.click();
    }
  }

  /** Scrolls first, and points when that has come to rest: a tip goes away when the page moves under the pointer. */
  async point(control: Locator): Promise<void> {
    this.count += 1;
    await control.scrollIntoViewIfNeeded();
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await control.hover();
  }
}

/** Keys that move the focus, which has to be in sight afterwards. */
export type Move = 'Tab' | 'Shift+Tab' | 'ArrowRight';

/** More keys than anybody would press to get to one control. */
const tooMany = 60;

/** What is wrong with where the focus is, as a sentence; null when it is on something that is in sight and shows it. */
function focusProblem(): string | null {
  const element = document.activeElement;
  if (!element || element === document.body) return 'The focus is lost.';
  const name = `The focus on “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}”`;
  const box = element.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right <= left || bottom <= top) return `${name} is out of sight.`;
  const isShownAt = (x: number, y: number) => {
    const there = document.elementFromPoint(x, y);
    return there !== null && (element.contains(there) || there === element.parentElement);
  };
  const within = (from: number, to: number) => [0.1, 0.5, 0.9].map((part) => from + (to - from) * part);
  if (!within(left, right).some((x) => within(top, bottom).some((y) => isShownAt(x, y)))) return `${name} is covered.`;
  // The button in a date field shows the browser's own ring.
  if (element.matches('input[type=date]')) return null;
  const showsRing = [element, element.parentElement, element.parentElement?.parentElement].some((each) => {
    if (!each) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && outlineWidth !== '0px';
  });
  return showsRing ? null : `${name} is not shown.`;
}

/** Everything by keys: the focus goes only where they take it. */
export class Keyboard extends Hand {
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.count += 1;
      await this.page.keyboard.press(key);
    }
  }

  /** Presses a key until a control has the focus. */
  async reach(control: Locator, key: Move = 'Tab'): Promise<void> {
    await expect(control).toBeVisible();
    const wanted = await control.elementHandle();
    const isThere = () => this.page.evaluate((element) => document.activeElement === element, wanted);
    for (let pressed = 0; pressed < tooMany; pressed += 1) {
      await this.press(key);
      expect(await this.page.evaluate(focusProblem)).toBeNull();
      if (await isThere()) return;
    }
    throw new Error(`${control} is not reached by ${key}.`);
  }

  /** Reaches controls with Tab, one after the other, and presses Enter on each. */
  async use(...controls: readonly Locator[]): Promise<void> {
    for (const control of controls) {
      await this.reach(control);
      await this.press('Enter');
    }
  }

  /** Opens the palette and takes the first that it finds. */
  async go(words: string): Promise<void> {
    await this.press('Control+k');
    const field = this.page.getByRole('combobox', { name: 'Search pages, load balancers and operations' });
    await expect(field).toBeFocused();
    await this.type(words);
    await this.press('Enter');
    await expect(field).toBeHidden();
  }

  /** Searches the list; the focus is in the search then. */
  async search(text: string): Promise<void> {
    await this.press('/');
    await this.type(text);
  }
}
