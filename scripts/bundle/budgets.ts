/** What a visit to a page, or one part of it, may load: bytes after gzip of every script and style that the build's manifest gives it. */
export interface Budget {
  readonly name: string;
  /** Entries of the manifest that it loads, with all that they import; a part that no entry of its own begins by its name. */
  readonly entries: readonly string[];
  /** Entries that are there already when it is asked for; they do not count. */
  readonly beyond?: readonly string[];
  readonly script: number;
  readonly style: number;
}

const page = 'index.html';
const pages = 'src/pages';
/** The page, its frame and the list: everybody who is signed in has them. */
const app = [page, 'start'];
const bulk = [...app, `${pages}/bulk/NewBulkPage.tsx`, `${pages}/bulk/BulkPage.tsx`];
const detail = [
  `${pages}/load-balancer/LoadBalancerPage.tsx`,
  `${pages}/load-balancer/Activity.tsx`,
  'src/api/providers/clb/feeds.ts',
  'src/api/providers/clb/reports.ts',
  // Why an edit cannot be used; the edits themselves come when one is opened.
  'src/api/providers/clb/edits/edits.ts',
];

/** Parts of every page that are loaded when they are needed. */
const parts: readonly (readonly [entry: string, script: number, style: number])[] = [
  ['OpenMenu', 40_000, 3_000],
  ['src/components/controls/OpenTip.tsx', 22_500, 500],
  ['src/components/layout/NotFoundPage.tsx', 3_500, 1_500],
  ['src/components/layout/Waits.tsx', 600, 300],
  [`${pages}/load-balancer-new/NewLoadBalancerPage.tsx`, 47_500, 4_100],
  ['src/api/providers/clb/creation/creation.ts', 49_000, 0],
  ['src/components/dialogs/ConfirmDialog.tsx', 19_000, 6_000],
  ['src/components/feedback/FeedbackDialog.tsx', 45_000, 6_500],
  // With what the first menu brings too.
  ['src/components/palette/Palette.tsx', 61_500, 6_500],
  ['src/components/requests/RequestsDialog.tsx', 21_000, 6_500],
  ['src/components/shortcuts/ShortcutsDialog.tsx', 28_000, 6_500],
  ['src/components/notifications/NotificationsDrawer.tsx', 22_000, 6_500],
  ['src/components/notifications/ToastCard.tsx', 3_000, 1_500],
  ['src/components/session/ProjectDialog.tsx', 29_000, 6_500],
  ['src/components/session/SignInOverlay.tsx', 29_500, 6_500],
  ['src/api/providers/clb/feeds.ts', 1_950, 0],
  ['src/api/providers/clb/reports.ts', 1_500, 0],
  ['src/api/providers/clb/impact.ts', 1_500, 0],
  ['src/components/bulk/RunStrip.tsx', 1_400, 200],
  [`${pages}/load-balancers/LoadBalancerCards.tsx`, 1_200, 500],
  [`${pages}/load-balancers/SelectionBar.tsx`, 8_600, 800],
  ['src/components/load-balancer/export-load-balancers.ts', 2_300, 0],
  // With the menu itself, as each of them.
  [`${pages}/load-balancers/ToolMenu.tsx`, 43_000, 3_000],
  [`${pages}/load-balancers/RowMenu.tsx`, 41_000, 3_000],
  [`${pages}/load-balancers/ToolbarNotes.tsx`, 1_000, 500],
  ['src/components/session/UserMenu.tsx', 41_500, 3_000],
  ['src/components/views/ViewsOverlay.tsx', 37_000, 6_500],
  ['src/components/changes/ChangesTray.tsx', 9_900, 1_200],
  [`${pages}/load-balancers/Empty.tsx`, 1_000, 500],
  ['src/api/inventory/by-node.ts', 600, 0],
  ['src/api/providers/octavia/octavia.ts', 15_000, 0],
];

/** Parts of the detail page that are loaded when they are needed, most of them for an API with listeners and pools. */
const detailParts: typeof parts = [
  ['src/components/certificates/CertificateFacts.tsx', 35_500, 400],
  [`${pages}/load-balancer-edit/PagePreview.tsx`, 800, 400],
  [`${pages}/load-balancer/CertificateMappings.tsx`, 1_100, 0],
  ['list-mappings', 600, 0],
  [`${pages}/session-persistence/PoolChoice.tsx`, 4_000, 1_100],
  ['RequestPreview', 4_500, 800],
  ['src/api/providers/clb/edits/find-edit.ts', 60_000, 0],
  ['src/components/records/PutBackDialog.tsx', 23_000, 2_700],
  [`${pages}/load-balancer-edit/EditPage.tsx`, 40_000, 3_500],
  ['src/api/providers/octavia/impact.ts', 4_000, 0],
  ['src/components/load-balancer/LockNote.tsx', 3_500, 200],
  ['src/api/providers/octavia/parts.ts', 1_500, 0],
  ['src/api/providers/octavia/statistics.ts', 600, 0],
  [`${pages}/load-balancer/pools/ListenersSection.tsx`, 1_800, 800],
  [`${pages}/load-balancer/pools/PoolsSection.tsx`, 2_400, 800],
  [`${pages}/load-balancer/pools/PoolFeatures.tsx`, 3_000, 800],
];

/** Parts of the API explorer that are loaded when they are needed. */
const explorerParts: typeof parts = [
  [`${pages}/explorer/CompareDialog.tsx`, 22_000, 2_500],
  [`${pages}/explorer/LoadBalancerOptions.tsx`, 36_000, 2_500],
  [`${pages}/explorer/SignInDialog.tsx`, 20_000, 2_700],
  ['src/api/explorer/octavia-api.ts', 26_000, 0],
];

/** Set some twentieth above what was there when they were set; the list's are the ones that were aimed at. */
export const budgets: readonly Budget[] = [
  { name: 'list', entries: app, script: 175_000, style: 19_000 },
  { name: 'detail', entries: [...app, ...detail], script: 250_000, style: 27_000 },
  {
    name: 'dialog over the list',
    entries: [`${pages}/session-persistence/DialogOverList.tsx`],
    beyond: app,
    script: 45_000,
    style: 7_500,
  },
  {
    name: 'dialog over the detail page',
    entries: [`${pages}/session-persistence/DialogOverDetail.tsx`],
    beyond: [...app, ...detail],
    script: 30_500,
    style: 4_700,
  },
  { name: 'bulk', entries: bulk, script: 250_000, style: 27_000 },
  {
    name: 'a list pasted into a bulk change',
    entries: [`${pages}/bulk/PasteDialog.tsx`],
    beyond: bulk,
    script: 19_000,
    style: 1_800,
  },
  {
    name: 'nodes of many load balancers',
    entries: ['src/api/providers/clb/edits/nodes-in-bulk.ts'],
    beyond: bulk,
    script: 950,
    style: 0,
  },
  {
    name: 'a bulk change from the history',
    entries: [`${pages}/bulk/RunFromHistory.tsx`],
    beyond: bulk,
    script: 33_000,
    style: 3_600,
  },
  { name: 'history', entries: [...app, `${pages}/history/HistoryPage.tsx`], script: 250_000, style: 23_500 },
  { name: 'explorer', entries: [...app, `${pages}/explorer/ExplorerPage.tsx`], script: 300_000, style: 24_000 },
  {
    name: 'stats chart',
    entries: [`${pages}/load-balancer/stats/UsageChart.tsx`],
    beyond: [...app, ...detail],
    script: 114_000,
    style: 0,
  },
  { name: 'sign-in', entries: [page, `${pages}/sign-in/SignInPage.tsx`], script: 150_000, style: 19_000 },
  {
    name: 'sign-in to a cloud',
    entries: ['src/components/session/CloudSignIn.tsx'],
    beyond: [page, `${pages}/sign-in/SignInPage.tsx`],
    script: 9_000,
    style: 2_000,
  },
  ...parts.map(([entry, script, style]) => ({
    name: `${/(\w+)(\.tsx?)?$/.exec(entry)?.[1]} over the list`,
    entries: [entry],
    beyond: app,
    script,
    style,
  })),
  ...detailParts.map(([entry, script, style]) => ({
    name: `${/(\w+)(\.tsx?)?$/.exec(entry)?.[1]} over the detail page`,
    entries: [entry],
    beyond: [...app, ...detail, 'src/api/providers/octavia/octavia.ts'],
    script,
    style,
  })),
  ...explorerParts.map(([entry, script, style]) => ({
    name: `${/(\w+)\.tsx?$/.exec(entry)?.[1]} over the explorer`,
    entries: [entry],
    beyond: [...app, `${pages}/explorer/ExplorerPage.tsx`],
    script,
    style,
  })),
];
