import { createEvent, fireEvent, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { render } from '../../test/render.tsx';
import { keyHandler } from './keys.ts';

/** A key as an input method sends it; Safari tells it by the key code alone. */
const composing = [{ isComposing: true }, { keyCode: 229 }];

it.each(composing)('leaves a key of an input method alone (%o), in React and in the document', (sign) => {
  const inReact = vi.fn();
  const inDocument = vi.fn();
  const listener = keyHandler(inDocument);
  document.addEventListener('keydown', listener);
  render(<input aria-label="Name" onKeyDown={keyHandler(inReact)} />);
  const field = screen.getByRole('textbox');

  fireEvent(field, createEvent.keyDown(field, { key: 'Enter', ...sign }));
  expect(inReact).not.toHaveBeenCalled();
  expect(inDocument).not.toHaveBeenCalled();

  fireEvent(field, createEvent.keyDown(field, { key: 'Enter' }));
  expect(inReact).toHaveBeenCalledOnce();
  expect(inDocument).toHaveBeenCalledOnce();
  document.removeEventListener('keydown', listener);
});
