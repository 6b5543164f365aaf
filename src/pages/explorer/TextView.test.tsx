import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { render } from '../../test/render.tsx';
import { TextView } from './TextView.tsx';

const text = (found: number) =>
  Array.from({ length: 2_000 }, (_, index) => (index < found ? 'node' : 'rest')).join('\n');

test('what is found in a text that takes the place of another is counted anew', () => {
  const { rerender } = render(<TextView text={text(5)} label="Body" />);
  fireEvent.change(screen.getByLabelText('Find'), { target: { value: 'node' } });
  fireEvent.click(screen.getByRole('button', { name: 'Previous' }));
  expect(screen.getByRole('status').textContent).toBe('Line 5, 5 of 5 lines');
  rerender(<TextView text={text(2)} label="Body" />);
  expect(screen.getByRole('status').textContent).toBe('Line 2, 2 of 2 lines');
});
