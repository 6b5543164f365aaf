/** Windows that the tasks are done in, in pixels of width; all are 900 high. */
export const widths = [1440, 768] as const;
export type Width = (typeof widths)[number];

/** Counted as hand.ts says. */
export interface Cost {
  readonly clicks: number;
  readonly keys: number;
}

interface Task {
  readonly title: string;
  /** The shortest way that comes naturally, by either hand. */
  readonly mouse: string;
  readonly keyboard: string;
  readonly cost: Readonly<Record<Width, Cost>>;
}

const alike = (cost: Cost): Task['cost'] => ({ 1440: cost, 768: cost });

export type TaskName =
  | 'cog'
  | 'actions'
  | 'pencil'
  | 'find'
  | 'bulk'
  | 'revert'
  | 'history'
  | 'check'
  | 'curl'
  | 'explorer'
  | 'locked'
  | 'observer-list'
  | 'observer-page'
  | 'creator'
  | 'paste'
  | 'link';

const send = 'value, button';
const sendByKeys = '↓ Enter Enter';

/** What people come to do, and what it costs at most. A number that gets lower is to be entered here. */
export const tasks: Readonly<Record<TaskName, Task>> = {
  cog: {
    title: 'Enable session persistence: the cog in the list',
    mouse: `cog, item, ${send}`,
    keyboard: `\`/\` name Enter, Tab Tab Enter, Enter, ${sendByKeys}`,
    cost: alike({ clicks: 4, keys: 10 }),
  },
  actions: {
    title: 'Enable session persistence: **Actions** on the page',
    mouse: `name, **Actions**, item, ${send}`,
    keyboard: `Ctrl+K name Enter, Tab Tab Enter, Enter, ${sendByKeys}`,
    cost: alike({ clicks: 5, keys: 10 }),
  },
  pencil: {
    title: 'Enable session persistence: the pencil under Optional Features',
    mouse: `name, pencil, ${send}`,
    // Past the pencils of the two features before it.
    keyboard: `Ctrl+K “optional” and name Enter, Tab Tab Tab Enter, ${sendByKeys}`,
    cost: alike({ clicks: 4, keys: 10 }),
  },
  find: {
    title: 'Find all HTTP load balancers without session persistence',
    mouse: '**Protocol**, HTTP, **Persistence**, Disabled',
    keyboard: '`/`, Tab Tab Enter, “http” Enter, Tab Tab ↑ Enter',
    cost: alike({ clicks: 4, keys: 10 }),
  },
  bulk: {
    title: 'Change eight in bulk, one set already and one impossible',
    mouse: 'search, part of the names, **Bulk change**, the 8 shown, value, **Preview changes**, **Set …**',
    keyboard: '`/` text, Shift+Tab twice Enter Enter, three Tabs Space, Tab Tab Enter, seven Tabs Enter',
    cost: alike({ clicks: 7, keys: 21 }),
  },
  revert: {
    title: 'Revert all of that run',
    mouse: '**Revert all…**, **Revert …**',
    keyboard: 'Tab Enter, eight Tabs Enter',
    cost: alike({ clicks: 2, keys: 11 }),
  },
  history: {
    title: 'Find out who changed a load balancer yesterday',
    mouse: '**History**, field, part of the name, **Yesterday**',
    keyboard: 'Ctrl+K “history” Enter, Tab Tab, part of the name, three Tabs Enter',
    cost: alike({ clicks: 4, keys: 10 }),
  },
  check: {
    title: 'Prove that it is sticky',
    mouse: 'name, **Check stickiness**',
    keyboard: 'Ctrl+K name Enter, Tab Enter',
    cost: alike({ clicks: 2, keys: 5 }),
  },
  curl: {
    title: 'Get the API call as curl: the dialog',
    mouse: 'cog, item, value, **curl**',
    keyboard: 'Ctrl+K “edit” and name Enter, ↓, Tab Tab Enter',
    cost: alike({ clicks: 4, keys: 7 }),
  },
  explorer: {
    title: 'Get the API call as curl: the explorer',
    mouse: '**API explorer**, operation, field, load balancer, value, **Mock API call**, **curl**, **Copy**',
    keyboard: 'Ctrl+K operation Enter, Tabs to the field, name Enter, Tab Space, Tabs Enter, Tabs →, Tab Enter',
    cost: alike({ clicks: 8, keys: 24 }),
  },
  locked: {
    title: 'Queue a change of a load balancer in PENDING_UPDATE, and cancel it',
    mouse: 'cog, item, value, **Queue …**, **Cancel this change**',
    keyboard: `Ctrl+K “edit” and name Enter, ${sendByKeys}, Tab Enter`,
    cost: alike({ clicks: 5, keys: 8 }),
  },
  'observer-list': {
    title: 'See as an observer why nothing can be edited: the list',
    mouse: 'cog',
    keyboard: '`/` name Enter, Tab Tab Enter',
    cost: alike({ clicks: 1, keys: 6 }),
  },
  'observer-page': {
    title: 'See as an observer why nothing can be edited: the page',
    mouse: 'name, pencil pointed at',
    keyboard: 'Ctrl+K “optional” and name Enter, Tab Tab Tab',
    cost: alike({ clicks: 2, keys: 6 }),
  },
  creator: {
    title: 'See as a creator why it cannot be disabled',
    mouse: 'cog, item',
    keyboard: 'Ctrl+K “edit” and name Enter',
    cost: alike({ clicks: 2, keys: 3 }),
  },
  paste: {
    title: 'Change thirty by their pasted ids',
    mouse: '**Bulk change**, **Paste a list…**, ids, **Add …**, value, **Preview changes**, **Set …**',
    keyboard: 'Ctrl+K “paste” Enter, ids, Tab Tab Enter, Tab Tab Space, Tab Tab Enter, seven Tabs Enter',
    cost: alike({ clicks: 7, keys: 21 }),
  },
  link: {
    title: 'Open a colleague’s link to the dialog, signed out',
    mouse: '**Sign in as …**',
    keyboard: 'Tab, user name, Tab, API key, Enter',
    cost: alike({ clicks: 1, keys: 5 }),
  },
};
