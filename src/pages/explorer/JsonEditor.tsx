import { Input, Textarea } from '@mantine/core';
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
        <Input.Label htmlFor={id} className={css.label}>
          Body, as JSON
        </Input.Label>
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
      <Textarea
        id={id}
        classNames={{ input: css.text, section: css.section }}
        data-monospace
        rows={Math.min(28, Math.max(6, lines + 1))}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        error={problem ? `${problem} The fields keep what was read before.` : null}
        errorProps={{ role: 'status' }}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
        }}
        leftSectionWidth={20 + 8 * Math.max(2, String(lines).length)}
        leftSection={
          <pre translate="no" ref={numbers} className={css.numbers} aria-hidden="true">
            {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
          </pre>
        }
      />
    </div>
  );
}
