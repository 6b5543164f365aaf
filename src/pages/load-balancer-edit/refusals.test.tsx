import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exampleCertificate, exampleKey } from '../../../contract/clb/schemas/example-certificate.ts';
import { isOver } from '../../api/changes/change.ts';
import { changes } from '../../api/changes/changes.ts';
import { type Composition, compose, settle } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

/** Each edit, and who or what refuses it: the role, the status of the load balancer, the service. */

configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

let world: Composition;
let id: number;
beforeEach(async () => {
  world = await compose();
  id = await world.idOf('ORD', 'web-frontend');
});
afterEach(async () => {
  for (const button of screen.queryAllByRole('button', { name: 'Close notification' })) button.click();
  for (const { key } of changes.all()) {
    changes.cancel(key);
    changes.dismiss(key);
  }
  sessionStorage.clear();
  await world.close();
});

const type = async (label: string, text: string) => {
  const field = await within(screen.getAllByRole('dialog').at(-1)!).findByLabelText(label);
  await user.clear(field);
  await user.click(field);
  await user.paste(text);
};
const tick = (label: string) => user.click(screen.getByRole('checkbox', { name: label }));
const select = (label: string, value: string) => user.selectOptions(screen.getByLabelText(label), value);

/** Asks the region and lets it finish. */
async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await world.ask('ORD', method, `/loadbalancers/${id}${path}`, body);
  expect(answer.status).toBeLessThan(300);
  world.clock.advance(settle);
  return answer.body;
}
const firstNode = async () => ((await ask('GET', '/nodes')) as { nodes: { id: number }[] }).nodes[0]!.id;

interface Row {
  readonly edit: string | (() => Promise<string>);
  readonly title: string;
  /** What the region needs for it. */
  prepare?(): Promise<unknown>;
  /** What is put in; the last field keeps the text that it gives, where there is one. */
  fill(): Promise<unknown>;
  /** The field and what stays in it. */
  readonly kept?: readonly [label: string, text: string];
  readonly operation: string;
  /** What the dialog says without a form where the load balancer is deleted, because the value itself cannot be read. */
  readonly gone?: RegExp;
  /** Whether it is a deletion, which a creator may not send. */
  readonly deletes?: true;
}

const secure = {
  sslTermination: {
    certificate: exampleCertificate,
    privatekey: exampleKey,
    enabled: true,
    securePort: 443,
    secureTrafficOnly: true,
  },
};

const rows: readonly Row[] = [
  {
    edit: 'edit',
    title: 'Edit load balancer',
    fill: () => type('Name', 'shop'),
    kept: ['Name', 'shop'],
    operation: 'loadBalancers.update',
  },
  {
    edit: 'health-monitor',
    title: 'Edit Health Monitoring',
    async fill() {
      await select('Type', 'HTTP');
      await type('Delay', '44');
    },
    kept: ['Delay', '44'],
    operation: 'healthMonitor.set',
  },
  {
    edit: 'connection-throttle',
    title: 'Edit Connection Throttling',
    async fill() {
      await tick('Limit the connections of one client');
      await type('Maximum connections', '500');
    },
    kept: ['Maximum connections', '500'],
    operation: 'connectionThrottle.set',
  },
  {
    edit: 'content-caching',
    title: 'Edit Content Caching',
    fill: () => tick('Cache content'),
    operation: 'contentCaching.set',
  },
  {
    edit: 'connection-logging',
    title: 'Edit Logging',
    fill: () => tick('Log connections'),
    operation: 'connectionLogging.set',
  },
  {
    edit: 'error-page',
    title: 'Edit Error Page',
    async fill() {
      await tick('Show a page of your own');
      await type('Content', '<p>Soon</p>');
    },
    kept: ['Content', '<p>Soon</p>'],
    operation: 'errorPage.set',
    gone: /is deleted\./,
  },
  {
    edit: 'access-list',
    title: 'Edit Access Control',
    fill: () => type('Access rules', 'DENY 192.0.2.7'),
    kept: ['Access rules', 'DENY 192.0.2.7'],
    operation: 'accessList.append',
  },
  {
    edit: 'ssl-termination',
    title: 'Edit Secure Traffic (SSL)',
    prepare: () => ask('PUT', '/ssltermination', secure),
    fill: () => type('Secure port', '8443'),
    kept: ['Secure port', '8443'],
    operation: 'sslTermination.set',
    gone: /is deleted\./,
  },
  {
    edit: 'https-redirect',
    title: 'Edit HTTPS Redirect',
    prepare: () => ask('PUT', '/ssltermination', secure),
    fill: () => tick('Redirect HTTP to HTTPS'),
    operation: 'loadBalancers.update',
  },
  {
    edit: 'nodes/new',
    title: 'Add nodes',
    fill: () => type('Nodes', '10.20.9.1:8080'),
    kept: ['Nodes', '10.20.9.1:8080'],
    operation: 'nodes.add',
  },
  {
    edit: async () => `nodes/${await firstNode()}`,
    title: 'Edit node',
    fill: () => select('Condition', 'DRAINING'),
    kept: ['Condition', 'DRAINING'],
    operation: 'nodes.update',
    gone: /^It is not there any more/,
  },
  {
    edit: async () => `nodes/${await firstNode()}/remove`,
    title: 'Remove node',
    fill: async () => undefined,
    operation: 'nodes.delete',
    deletes: true,
  },
  {
    edit: 'virtual-ips',
    title: 'Add IPv6 address',
    fill: async () => undefined,
    operation: 'virtualIps.add',
  },
  {
    edit: 'delete',
    title: 'Delete load balancer',
    fill: () => type('Name', 'web-frontend'),
    kept: ['Name', 'web-frontend'],
    operation: 'loadBalancers.delete',
    deletes: true,
  },
];

type Role = 'admin' | 'creator' | 'observer';

interface Opened {
  readonly row: Row;
  readonly dialog: () => HTMLElement;
  /** The button that sends, the first of the foot's last. */
  readonly submit: () => HTMLElement;
  readonly writes: string[];
}

/** Opens the dialog of the edit; what the page writes to the region is kept. */
async function open(
  row: Row,
  role: Role = 'admin',
  before: () => Promise<unknown> = async () => undefined,
  says: string | RegExp = 'Now:',
) {
  await row.prepare?.();
  const edit = typeof row.edit === 'string' ? row.edit : await row.edit();
  await before();
  await world.signIn(role);
  const writes: string[] = [];
  world.network.events.on('request:start', ({ request }) => {
    if (request.method !== 'GET' && request.url.includes('/api/ORD')) writes.push(request.method);
  });
  renderPage(`/load-balancers/ORD/${id}/${edit}`);
  const dialog = () => screen.getByRole('dialog', { name: row.title });
  await screen.findByRole('dialog', { name: row.title });
  await within(dialog()).findByText(says);
  const submit = () =>
    within(dialog())
      .getAllByRole('button')
      .findLast((each) => each.getAttribute('type') === 'submit')!;
  return { row, dialog, submit, writes } satisfies Opened;
}

const reasonOf = (button: HTMLElement) =>
  document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent ?? '';

/** The button is off, and a press sends nothing. */
async function sendsNothing({ dialog, submit, writes }: Opened) {
  expect(submit().getAttribute('aria-disabled')).toBe('true');
  await user.click(submit());
  expect(within(dialog()).queryByText(/Sending/)).toBeNull();
  expect(writes).toEqual([]);
}

async function lacksRight(opened: Opened, role: string) {
  await waitFor(() => expect(reasonOf(opened.submit())).toContain(`Needs the role ${role}`));
  await sendsNothing(opened);
}

function expectKept({ row: { kept }, dialog }: Opened) {
  if (!kept) return;
  const [label, text] = kept;
  expect(within(dialog()).getByLabelText<HTMLInputElement>(label).value).toBe(text);
}

interface Situation {
  readonly name: string;
  check(row: Row): Promise<void>;
}

const never = (status: string, why: RegExp): Situation => ({
  name: `status ${status}`,
  async check(row) {
    const set = () => world.control('status', { loadBalancerId: id, status });
    const gone = status === 'DELETED' ? row.gone : undefined;
    const opened = await open(row, 'admin', set, gone);
    if (gone) return expect(opened.submit()).toBeUndefined();
    await within(opened.dialog()).findAllByText(why);
    await sendsNothing(opened);
  },
});

/** Lets the region finish: what is under way keeps the load balancer for the next test. */
const allOver = () =>
  waitFor(() => {
    world.clock.advance(settle);
    expect(changes.all().every(({ state }) => isOver(state))).toBe(true);
  });

/** The service refuses the write; it changes nothing, what was put in stays, and it may be sent again. */
const refuses = (status: number, words: RegExp, body: object): Situation => ({
  name: `answer ${status}`,
  async check(row) {
    const opened = await open(row);
    await row.fill();
    await world.control('fail', { operation: row.operation, times: 1, status, ...body });
    await waitFor(() => expect(opened.submit().getAttribute('aria-disabled')).toBeNull());
    await user.click(opened.submit());
    await within(opened.dialog()).findAllByText(words);
    expectKept(opened);
    expect(opened.writes).toHaveLength(1);
    await waitFor(() => expect(opened.submit().getAttribute('aria-disabled')).toBeNull());
    await user.click(opened.submit());
    await waitFor(() => expect(opened.writes).toHaveLength(2));
    await allOver();
  },
});

const json = (status: number, message: string) => ({
  type: 'application/json',
  body: JSON.stringify({ message, code: status }),
});

const situations: readonly Situation[] = [
  {
    name: 'role observer',
    async check(row) {
      const opened = await open(row, 'observer');
      await row.fill();
      await lacksRight(opened, row.deletes ? 'lbaas:admin' : 'lbaas:creator');
    },
  },
  {
    name: 'role creator',
    async check(row) {
      const opened = await open(row, 'creator');
      await row.fill();
      if (row.deletes) return lacksRight(opened, 'lbaas:admin');
      await waitFor(() => expect(opened.submit().getAttribute('aria-disabled')).toBeNull());
    },
  },
  {
    name: 'status PENDING_UPDATE',
    async check(row) {
      const opened = await open(row, 'admin', () =>
        world.control('status', { loadBalancerId: id, status: 'PENDING_UPDATE' }),
      );
      await within(opened.dialog()).findByText(/^Locked while/);
      await row.fill();
      await waitFor(() => expect(opened.submit().textContent).toMatch(/^Queue change: /));
      await user.click(opened.submit());
      await within(opened.dialog()).findByText(/Queued: will be sent when the load balancer is ACTIVE/);
      expect(opened.writes).toEqual([]);
    },
  },
  never('ERROR', /is in status ERROR and cannot be changed/),
  never('DELETED', /is deleted \(DELETED\) and cannot be changed/),
  refuses(400, /The service says no\./, json(400, 'The service says no.')),
  {
    name: 'answer 413',
    async check(row) {
      const opened = await open(row);
      await row.fill();
      await world.control('fail', { operation: row.operation, times: 1, fault: 'RATE413' });
      await waitFor(() => expect(opened.submit().getAttribute('aria-disabled')).toBeNull());
      await user.click(opened.submit());
      await waitFor(() => expect(opened.writes).toHaveLength(1));
      // The limit of a second is over: what was refused goes out once more, by itself.
      world.clock.advance(2_000);
      await waitFor(() => expect(opened.writes).toHaveLength(2));
      await allOver();
    },
  },
  refuses(422, /Cannot be processed now\./, json(422, 'Cannot be processed now.')),
  refuses(500, /was not sent again/, json(500, 'An unknown exception has occurred. Please contact support.')),
];

/** What an answer means is the same for every edit: of these statuses a few stand for all. */
const forAll = ['Edit load balancer', 'Edit Access Control', 'Edit node', 'Delete load balancer'];

describe.each(situations)('$name', ({ name, check }) => {
  const asked = /answer (413|422|500)/.test(name) ? rows.filter(({ title }) => forAll.includes(title)) : rows;
  test.each(asked.map((row) => [row.title, row] as const))('%s', (_, row) => check(row));
});
