import type { MantineThemeComponents } from '@mantine/core';
import css from './overlays.module.css';

/** Of dialogs and drawers. */
const overlayClasses = {
  overlay: css.overlay,
  content: css.overlayContent,
  header: css.overlayHeader,
  title: css.overlayTitle,
  body: css.overlayBody,
};

/**
 * The look of what lies over a page or speaks inside it. By name, without the library's parts themselves, which come with what first
 * needs them.
 */
export const overlays: MantineThemeComponents = {
  Alert: { classNames: { root: css.alert, icon: css.alertIcon, message: css.alertMessage } },
  Notification: {
    classNames: { root: css.notification, body: css.notificationBody, description: css.notificationText },
  },
  EmptyState: {
    defaultProps: { size: 'lg' },
    classNames: { root: css.empty, title: css.emptyTitle, description: css.emptyText },
  },
  Breadcrumbs: { classNames: { root: css.crumbs, separator: css.crumbSeparator } },
  Burger: { defaultProps: { color: 'var(--text-2)', transitionDuration: 120 } },
  CloseButton: { defaultProps: { 'aria-label': 'Close' }, classNames: { root: css.close } },
  ModalRoot: { defaultProps: { zIndex: 300, yOffset: '5dvh', transitionProps: { duration: 0 } } },
  Modal: { classNames: overlayClasses },
  DrawerRoot: { defaultProps: { zIndex: 300, position: 'right', transitionProps: { duration: 0 } } },
  Drawer: { classNames: overlayClasses },
  Menu: {
    defaultProps: { zIndex: 400, offset: 4, transitionProps: { duration: 0 } },
    classNames: {
      dropdown: css.menu,
      item: css.item,
      itemIndicator: css.itemIndicator,
      itemSection: css.itemSection,
      label: css.menuLabel,
    },
  },
  Combobox: {
    defaultProps: { zIndex: 400, offset: 4, transitionProps: { duration: 0 } },
    classNames: { dropdown: css.menu, option: css.option, groupLabel: css.groupLabel },
  },
  Kbd: { defaultProps: { translate: 'no' }, classNames: { root: css.key } },
  Tooltip: {
    defaultProps: { zIndex: 500, offset: 6, transitionProps: { duration: 0 } },
    classNames: { tooltip: css.tooltip },
  },
};
