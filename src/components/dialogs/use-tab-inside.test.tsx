import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { render } from '../../test/render.tsx';
import { useTabInside } from './use-tab-inside.ts';

function Kept() {
  useTabInside();
  return <a href="/skip">Skip to content</a>;
}

/** A dialog that has not moved the focus inside yet. */
function modal(name: string): HTMLElement {
  const node = document.createElement('section');
  node.tabIndex = -1;
  node.setAttribute('aria-modal', 'true');
  node.innerHTML = `<button>First of ${name}</button><button>Last of ${name}</button>`;
  document.body.append(node);
  return node;
}

afterEach(() => {
  for (const node of document.querySelectorAll('[aria-modal]')) node.remove();
});

test('Tab goes into the topmost dialog while nothing has the focus', async () => {
  const user = userEvent.setup();
  render(<Kept />);
  modal('the lower');
  const upper = modal('the upper');
  await user.tab();
  expect(document.activeElement?.textContent).toBe('First of the upper');
  await user.tab();
  expect(document.activeElement?.textContent).toBe('Last of the upper');
  upper.remove();
  expect(document.activeElement).toBe(document.body);
  await user.tab();
  expect(document.activeElement?.textContent).toBe('First of the lower');
});

test('Tab is the page’s own while no dialog is open', async () => {
  render(<Kept />);
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe('Skip to content');
});
