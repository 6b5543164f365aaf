import { type ComponentProps, type ReactNode, useId } from 'react';
import css from './Button.module.css';
import { cx } from './cx.ts';
import { Tooltip } from './Tooltip.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: 'default' | 'primary' | 'danger' | 'subtle' | 'link';
  /** A square button that shows only an icon; it needs an aria-label. */
  square?: boolean;
  size?: 'normal' | 'small';
  icon?: ReactNode;
  /** Why the button cannot be used now. It stays focusable and tells the reason to eyes and screen readers alike. */
  reason?: string | null | undefined;
  /** Off without anything to explain, such as Save while nothing differs. */
  disabled?: boolean | undefined;
  /** Its action is under way: it keeps its width and takes no second press. */
  busy?: boolean | undefined;
}

export function Button({
  variant = 'default',
  square = false,
  size = 'normal',
  icon,
  reason,
  disabled = false,
  busy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const off = Boolean(reason) || disabled || busy;
  const described = [rest['aria-describedby'], reason ? reasonId : null].filter(Boolean).join(' ');
  const button = (
    <button
      translate="no"
      {...rest}
      type={type}
      className={cx(css.button, css[variant], square && css.square, size === 'small' && css.small, className)}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      aria-describedby={described || undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span className={css.spinner} aria-hidden="true" /> : icon}
      {children}
    </button>
  );
  if (!reason) return button;
  return (
    <Tooltip text={reason}>
      {button}
      <span id={reasonId} className="visually-hidden">
        {reason}
      </span>
    </Tooltip>
  );
}
