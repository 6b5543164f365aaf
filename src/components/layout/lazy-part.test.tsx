import { act, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from '../../test/render.tsx';
import { lazyPart } from './lazy-part.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const part = { default: ({ word }: { word: string }) => <p>{word}</p> };
const later = () => act(() => vi.advanceTimersByTimeAsync(2_000));

test('a part whose code cannot be loaded now appears when it can', async () => {
  const load = vi.fn(async () => part);
  load.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'));
  const Part = lazyPart(load);
  render(
    <Suspense>
      <Part word="here" />
    </Suspense>,
  );
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect(screen.queryByText('here')).toBeNull();
  await later();
  expect(screen.getByText('here')).toBeDefined();
});

test('a part that was loaded beforehand is drawn at once', async () => {
  const Part = lazyPart(async () => part);
  Part.preload();
  await vi.advanceTimersByTimeAsync(0);
  render(
    <Suspense fallback="nothing yet">
      <Part word="here" />
    </Suspense>,
  );
  expect(screen.getByText('here')).toBeDefined();
});

test('a load beforehand that fails is no error, and is made again when the part is shown', async () => {
  const load = vi.fn(async () => part);
  load.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'));
  const Part = lazyPart(load);
  Part.preload();
  await vi.advanceTimersByTimeAsync(0);
  render(
    <Suspense>
      <Part word="here" />
    </Suspense>,
  );
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect(screen.getByText('here')).toBeDefined();
});
