import { type ReactNode, useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { render } from '../test/render.tsx';
import { translatePage } from '../test/translate.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

const Word = ({ word }: { word: ReactNode }) => <>{word}</>;

/** Each draws something else, or texts and elements in other places, for `on` and off. */
const cases: Readonly<Record<string, (on: boolean) => ReactNode>> = {
  'a text that goes, beside an element': (on) => (
    <p>
      {on ? 'gone ' : null}
      <b>stays</b>
    </p>
  ),
  'an element that comes before a text': (on) => (
    <p>
      {on ? null : <b>new</b>}
      after
    </p>
  ),
  'a text that becomes an element': (on) => <p>before {on ? 'text' : <b>element</b>} after</p>,
  'numbers and texts beside each other': (on) => (
    <p>
      {on ? 1 : 2} of {on ? 'ten' : 20}
    </p>
  ),
  'a text that becomes nothing': (on) => <p>{on && 'text'}</p>,
  'a text of a fragment': (on) => (
    <p>
      {on ? <Word word="one" /> : <Word word={<b>other</b>} />}
      <b>beside</b>
    </p>
  ),
  'fragments within each other': (on) => (
    <p>
      <Word word={['before', <Word key="word" word={on ? 'one' : null} />, on ? null : <b key="bold">bold</b>]} />
      after
    </p>
  ),
  'a list of texts and elements': (on) => (
    <p>{(on ? ['one', <b key="b">two</b>, 'three'] : [<b key="b">two</b>, 'three', 'four']).map((each) => each)}</p>
  ),
  'texts given to a component': (on) => (
    <Box>
      {on ? 'one' : 2} and {on ? <b>more</b> : 'less'}
    </Box>
  ),
  'the choices of a field': (on) => (
    <select>
      <option>
        {on ? 'one' : 'two'} of {2}
      </option>
    </select>
  ),
};

const Box = ({ children }: { children: ReactNode }) => (
  <div>
    {children}
    <i />
  </div>
);

it.each(Object.entries(cases))('%s bears a translation, and says what is new', async (_, draw) => {
  const expected = [true, false].map((on) => {
    const { container, unmount } = render(draw(on));
    const text = container.textContent;
    unmount();
    return text;
  });
  const { container, rerender } = render(<main>{draw(true)}</main>);
  stop = translatePage();
  for (const on of [true, false, true, false]) {
    rerender(<main>{draw(on)}</main>);
    await Promise.resolve();
    expect(container.textContent?.replace(/[«»]/g, '')).toBe(expected[on ? 0 : 1]);
  }
});

function Chance() {
  const [chance] = useState(() => Math.random());
  return <b>{chance}</b>;
}

it('keeps what is beside a text that comes and goes', () => {
  const page = (more: string | null) => (
    <p>
      text{more}
      <Chance />
    </p>
  );
  const { container, rerender } = render(page(null));
  const before = container.querySelector('b')?.textContent;
  rerender(page(' and more'));
  expect(container.textContent).toContain('text and more');
  expect(container.querySelector('b')?.textContent).toBe(before);
});

it('puts a text into an element only beside something else, and white space never', () => {
  const { container } = render(
    <div>
      <p>
        {1} of {2}
      </p>
      <p>
        <b>a</b> <b>b</b>
      </p>
    </div>,
  );
  expect(container.querySelector('hf-text')).toBeNull();
});
