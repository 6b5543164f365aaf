import { ActionIcon } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import css from './Copyable.module.css';
import { IconCheck, IconCopy } from './icons.ts';

/** Writes to the clipboard; where that is not allowed, falls back to the selection. Says whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.setAttribute('aria-hidden', 'true');
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    const focused = document.activeElement as HTMLElement | null;
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    focused?.focus();
    return done;
  }
}

/**
 * A button that copies `text` and says so for a moment. `what` completes its name: "Copy id". The library's CopyButton knows no clipboard
 * but the one of secure contexts, and does not say when it failed.
 */
export function CopyButton({
  text,
  what,
  label,
  className,
}: {
  text: string;
  what: string;
  label?: string;
  className?: string;
}) {
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), 1_600);
    return () => clearTimeout(timer);
  }, [said]);
  const icon =
    said === 'copied' ? (
      <IconCheck size={16} stroke={1.75} aria-hidden />
    ) : (
      <IconCopy size={16} stroke={1.75} aria-hidden />
    );
  const button = {
    className,
    variant: 'subtle',
    'aria-label': `Copy ${what}`,
    'data-tip': `Copy ${what}`,
    onClick: async () => setSaid((await copyText(text)) ? 'copied' : 'failed'),
  } as const;
  return (
    <>
      {label ? (
        <Button {...button} size="small" icon={icon}>
          {label}
        </Button>
      ) : (
        <ActionIcon {...button} size={24}>
          {icon}
        </ActionIcon>
      )}
      <span role="status" className="visually-hidden">
        {said === 'copied'
          ? `Copied ${what}`
          : said === 'failed'
            ? 'Copying is not allowed here; select the text instead.'
            : ''}
      </span>
    </>
  );
}

/** A value in the monospace face with its copy button. */
export function Copyable({ text, what, prefix }: { text: string; what: string; prefix?: string }) {
  return (
    <span className={css.copyable}>
      <span>
        {prefix ? <span className={css.prefix}>{prefix}</span> : null}
        <span className="mono" translate="no">
          {text}
        </span>
      </span>
      <CopyButton text={text} what={what} />
    </span>
  );
}
