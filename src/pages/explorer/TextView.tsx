import { TextInput } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { comparable } from '../../../contract/shared/text.ts';
import { Button } from '../../components/controls/Button.tsx';
import { keyHandler } from '../../components/controls/keys.ts';
import { useWindow } from '../../components/controls/use-virtual-rows.ts';
import { count, figure } from '../../model/format.ts';
import { linesOf } from './pretty.ts';
import { ScrollBox } from './ScrollBox.tsx';
import css from './TextView.module.css';

/** From here on only the lines in sight are laid out. */
const small = { lines: 1_500, characters: 200_000 };
/** Lines that a browser can scroll over. */
const mostLines = 500_000;
/** As in TextView.module.css. */
const lineHeight = 20;
const mostHeight = 520;

/** A text of any length, as it is: read, searched and scrolled. `label` names it. */
export function TextView({ text, label }: { text: string; label: string }) {
  const lines = useMemo(() => linesOf(text), [text]);
  if (lines.length <= small.lines && text.length <= small.characters)
    return (
      <ScrollBox label={label} className={css.box}>
        <pre translate="no" className={css.text}>
          {text}
        </pre>
      </ScrollBox>
    );
  return <LongText lines={lines} label={label} />;
}

function LongText({ lines, label }: { lines: readonly string[]; label: string }) {
  const box = useRef<HTMLElement>(null);
  const all = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState('');
  const [chosen, setAt] = useState(0);
  const shown = Math.min(lines.length, mostLines);
  const wanted = comparable(words);
  const searching = wanted !== '';
  const texts = useMemo(() => (searching ? lines.slice(0, mostLines).map(comparable) : []), [lines, searching]);
  const found = useMemo(() => texts.flatMap((text, index) => (text.includes(wanted) ? [index] : [])), [texts, wanted]);
  // A text that takes the place of this one may have fewer of them.
  const at = Math.max(0, Math.min(chosen, found.length - 1));
  const { rendered, total, reveal } = useWindow({
    count: shown,
    size: lineHeight,
    scroller: box,
    holder: all,
    around: 20,
    first: { top: 0, height: mostHeight },
  });
  const [from, to] = rendered;
  const go = (next: number, among = found) => {
    if (among.length === 0) return;
    const place = (next + among.length) % among.length;
    setAt(place);
    reveal(among[place] ?? 0, 'center');
  };
  const current = found[at];
  return (
    <div>
      <search className={css.find}>
        <TextInput
          label="Find"
          type="search"
          className={css.words}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={keyHandler((event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            go(current !== undefined ? at + (event.shiftKey ? -1 : 1) : 0);
          })}
        />
        <Button size="small" disabled={found.length === 0} onClick={() => go(at - 1)}>
          Previous
        </Button>
        <Button size="small" disabled={found.length === 0} onClick={() => go(at + 1)}>
          Next
        </Button>
        <span role="status" className={css.count}>
          {!searching
            ? count(lines.length, 'line')
            : found.length === 0
              ? 'Not found'
              : `Line ${(current ?? 0) + 1}, ${at + 1} of ${count(found.length, 'line')}`}
        </span>
      </search>
      <ScrollBox ref={box} label={label} className={css.box}>
        <div ref={all} className={css.all} style={{ height: total, paddingTop: from * lineHeight }}>
          {Array.from({ length: to - from }, (_, place) => from + place).map((index) => (
            <pre translate="no" key={index} className={index === current ? css.current : css.line}>
              {lines[index]}
            </pre>
          ))}
        </div>
      </ScrollBox>
      {shown < lines.length ? (
        <p className={css.count}>
          The first {count(shown, 'line')} of {figure(lines.length)}; download it to see the rest.
        </p>
      ) : null}
    </div>
  );
}
