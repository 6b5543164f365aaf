import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Banner.module.css';

const shapes = {
  info: <path d="M8 7v4.5M8 4.5v.01" />,
  warning: <path d="M8 4.5v4M8 11.5v.01" />,
  error: <path d="M8 4.5v4M8 11.5v.01" />,
  success: <path d="m5 8.5 2 2 4-4.5" />,
};

interface BannerProps {
  tone?: keyof typeof shapes;
  children: ReactNode;
  /** Buttons, such as Retry. */
  actions?: ReactNode;
  /** Speaks up when it appears; for news that came by itself. */
  live?: boolean;
  className?: string;
}

/** A strip of news inside the page, in words, with what can be done about it. */
export function Banner({ tone = 'info', children, actions, live = false, className }: BannerProps) {
  return (
    <Alert
      variant={tone}
      className={className}
      // An alert interrupts a screen reader: that is for errors that come by themselves alone.
      role={live ? (tone === 'error' ? 'alert' : 'status') : 'note'}
      icon={
        <svg
          width="16"
          height="16"
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
          aria-hidden="true"
        >
          <circle cx="8" cy="8" r="7" />
          {shapes[tone]}
        </svg>
      }
    >
      <div className={css.news}>
        <div className={css.words}>{children}</div>
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </div>
    </Alert>
  );
}
