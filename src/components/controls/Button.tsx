import { ActionIcon, Loader, Button as MantineButton } from '@mantine/core';
import { type ComponentProps, type ReactNode, useId } from 'react';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'color' | 'style'> {
  variant?: 'default' | 'primary' | 'danger' | 'subtle' | 'link';
  /** A square button that shows only an icon; it needs an aria-label. */
  square?: boolean;
  size?: 'normal' | 'small';
  icon?: ReactNode;
  /** A sign after the words, such as that a menu opens. */
  trailing?: ReactNode;
  /** Why the button cannot be used now. It stays focusable and tells the reason to eyes and screen readers alike. */
  reason?: string | null | undefined;
  /** Off without anything to explain, such as Save while nothing differs. */
  disabled?: boolean | undefined;
  /** Its action is under way: it keeps its width and takes no second press. */
  busy?: boolean | undefined;
}

/** Mantine's button, which here may be off with a reason, or busy, without losing the focus. */
export function Button({
  variant = 'default',
  square = false,
  size = 'normal',
  icon,
  trailing,
  reason,
  disabled = false,
  busy = false,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const off = Boolean(reason) || disabled || busy;
  const described = [rest['aria-describedby'], reason ? reasonId : null].filter(Boolean).join(' ');
  const props = {
    translate: 'no' as const,
    ...rest,
    type,
    variant,
    size: size === 'small' ? 'sm' : 'md',
    ...(off ? { 'data-disabled': true } : {}),
    ...(reason ? { 'data-tip': reason } : {}),
    'aria-disabled': off || undefined,
    'aria-busy': busy || undefined,
    'aria-describedby': described || undefined,
    onClick: (event: React.MouseEvent<HTMLButtonElement>) => {
      if (off) event.preventDefault();
      else onClick?.(event);
    },
  };
  const sign = busy ? <Loader size={14} color="currentColor" aria-hidden /> : icon;
  const button = square ? (
    <ActionIcon {...props}>
      {sign}
      {children}
    </ActionIcon>
  ) : (
    <MantineButton {...props} leftSection={sign} rightSection={trailing}>
      {children}
    </MantineButton>
  );
  if (!reason) return button;
  return (
    <>
      {button}
      <span id={reasonId} className="visually-hidden">
        {reason}
      </span>
    </>
  );
}
