import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const wcag22AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * The page learns of another scheme with its next frame, and buttons change their colours in a transition. Asked for anew with each
 * frame: the promise of a transition never settles when its element leaves the page meanwhile.
 */
const coloursHaveChanged = async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  const isChanging = (each: Animation) => each instanceof CSSTransition && each.playState === 'running';
  while (document.getAnimations().some(isChanging)) await frame();
};

/** Expects no breach of WCAG 2.2 AA on the page as it stands, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(coloursHaveChanged);
    const { violations } = await new AxeBuilder({ page }).withTags(wcag22AA).analyze();
    const found = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
    expect(found, `accessibility in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}
