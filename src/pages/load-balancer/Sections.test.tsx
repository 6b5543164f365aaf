import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Composition, compose } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A window of a width that can change. */
let width = 0;
const listeners = new Set<EventListenerOrEventListenerObject>();
const resize = (to: number) =>
  act(() => {
    width = to;
    for (const listener of listeners) if (typeof listener === 'function') listener(new Event('change'));
  });

let world: Composition;
const { matchMedia } = window;
beforeEach(async () => {
  world = await compose();
  window.matchMedia = (query) => ({
    ...matchMedia(query),
    matches: width >= Number(/min-width: (\d+)px/.exec(query)?.[1] ?? Number.POSITIVE_INFINITY),
    addEventListener: (_: string, listener: EventListenerOrEventListenerObject) => void listeners.add(listener),
    removeEventListener: (_: string, listener: EventListenerOrEventListenerObject) => void listeners.delete(listener),
  });
});
afterEach(async () => {
  window.matchMedia = matchMedia;
  listeners.clear();
  await world.close();
});

/** Headings in the order in which the page is read. */
const order = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);

const one = ['Session persistence', 'Optional Features', 'Nodes', 'Details', 'Stats', 'Session table', 'Activity'];
const two = ['Session persistence', 'Nodes', 'Details', 'Optional Features', 'Stats', 'Session table', 'Activity'];

test('is read in the order of one column below 1,024 px and of two from there on, as the window changes', async () => {
  width = 1_023;
  await world.signIn('admin');
  renderPage(`/load-balancers/ORD/${await world.idOf('ORD', 'web-frontend')}`);
  await waitFor(() => expect(order()).toEqual(one));
  resize(1_024);
  expect(order()).toEqual(two);
  resize(360);
  expect(order()).toEqual(one);
});
