import { useId, useRef } from 'react';
import { Button } from '../../components/controls/Button.tsx';
import css from './JsonEditor.module.css';
import { prettyJson } from './pretty.ts';

interface JsonEditorProps {
  text: string;
  problem: string | null;
  onChange(text: string): void;
  onExample(): void;
}

/** The body as it is sent. Tab leaves it, as any field. */
export function JsonEditor({ text, problem, onChange, onExample }: JsonEditorProps) {
  const id = useId();
  const numbers = useRef<HTMLPreElement>(null);
  const lines = text.split('\n').length;
  return (
    <div className={css.editor}>
      <div className={css.head}>
        <label htmlFor={id} className={css.label}>
          Body, as JSON
        </label>
        <Button
          size="small"
          variant="subtle"
          disabled={problem !== null}
          onClick={() => onChange(prettyJson(text) ?? text)}
        >
          Format
        </Button>
        <Button size="small" variant="subtle" onClick={onExample}>
          Fill with the example
        </Button>
      </div>
      <div className={css.frame}>
        <pre translate="no" ref={numbers} className={css.numbers} aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
        </pre>
        <textarea
          id={id}
          className={css.text}
          rows={Math.min(28, Math.max(6, lines + 1))}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      <p id={`${id}-problem`} className={css.problem} role="status">
        {problem ? `${problem} The fields keep what was read before.` : ''}
      </p>
    </div>
  );
}
