import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exampleCertificate, exampleKey } from '../../../contract/clb/schemas/example-certificate.ts';
import { changes } from '../../api/changes/changes.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { type Composition, compose, http, settle } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

let world: Composition;
beforeEach(async () => {
  world = await compose();
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

configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
const press = async (label: string | RegExp) => user.click(await screen.findByRole('button', { name: label }));
const says = (words: string | RegExp) => screen.findByText(words);
const toasts = () => screen.getByRole('region', { name: 'Notifications' });

type Role = 'admin' | 'creator' | 'observer';

/** Opens an edit by its address. */
async function open(loadBalancer: string, edit: string, title: string, role: Role = 'admin') {
  await world.signIn(role);
  const id = await world.idOf('ORD', loadBalancer);
  const page = renderPage(`/load-balancers/ORD/${id}/${edit}`);
  await says('Now:');
  return { id, dialog: screen.getByRole('dialog', { name: title }), ...page };
}

/** Lets the region finish what it has accepted. */
async function finish() {
  await says('accepted (202)');
  world.clock.advance(settle);
}

const details = async (id: number | string) =>
  (await (await fetch(`/api/ORD/loadbalancers/${id}`)).json()).loadBalancer;

test('connection throttling is enabled, proven, told, and reverted', async () => {
  const { id, router } = await open('web-frontend', 'connection-throttle', 'Edit Connection Throttling');
  expect(
    (await screen.findByRole('button', { name: 'Change connection throttling' })).getAttribute('aria-disabled'),
  ).toBe('true');
  await user.click(screen.getByRole('checkbox', { name: 'Limit the connections of one client' }));
  await user.type(screen.getByLabelText('Maximum connections'), '500');
  await says(/answered by the load balancer itself with 503/);
  await press('Enable connection throttling');
  await finish();
  await says('verified as at most 500 connections from one client');
  await waitFor(() => expect(router.state.location.pathname).toBe(`/load-balancers/ORD/${id}`));
  expect((await details(id)).connectionThrottle.maxConnections).toBe(500);
  within(toasts()).getByText(/^Connection throttling of web-frontend is now at most 500 connections from one client/);
  await user.click(within(toasts()).getByRole('button', { name: 'Revert to Disabled' }));
  await finish();
  await says(/^Connection throttling of web-frontend is now Disabled/);
  expect((await details(id)).connectionThrottle).toBeUndefined();
});

test('bad input gets the contract’s words at the field, and nothing is sent', async () => {
  const { id, dialog } = await open('web-frontend', 'connection-throttle', 'Edit Connection Throttling');
  await user.click(screen.getByRole('checkbox', { name: 'Limit the connections of one client' }));
  await press('Enable connection throttling');
  await within(dialog).findByText('Must provide a valid maximum connections range.');
  await user.type(screen.getByLabelText('Maximum connections'), '100001');
  await user.tab();
  expect(within(dialog).getByText('Must provide a valid maximum connections range.')).toBeDefined();
  expect((await details(id)).connectionThrottle).toBeUndefined();
  expect(changes.all()).toEqual([]);
});

test('a refusal of the service stands at the field that it names, and what was typed stays', async () => {
  await open('web-frontend', 'connection-throttle', 'Edit Connection Throttling');
  await world.control('fail', {
    operation: 'connectionThrottle.set',
    fault: 'VAL400',
    message: 'Must provide a valid maximum connections range.',
  });
  await user.click(screen.getByRole('checkbox', { name: 'Limit the connections of one client' }));
  await user.type(screen.getByLabelText('Maximum connections'), '500');
  await press('Enable connection throttling');
  await waitFor(() => expect(screen.getByLabelText('Maximum connections').getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getByLabelText<HTMLInputElement>('Maximum connections').value).toBe('500');
});

test('what was typed survives a reload of the page, and not a dialog that was closed', async () => {
  const { id, unmount, router } = await open('web-frontend', 'connection-throttle', 'Edit Connection Throttling');
  await user.click(screen.getByRole('checkbox', { name: 'Limit the connections of one client' }));
  await user.type(screen.getByLabelText('Maximum connections'), '77');
  await user.type(screen.getByLabelText('Reason or change number'), 'CHG-9');
  // A reload takes the page away without closing anything.
  const kept = { ...sessionStorage };
  unmount();
  Object.assign(sessionStorage, kept);
  expect(router.state.location.pathname).toBe(`/load-balancers/ORD/${id}/connection-throttle`);
  const after = renderPage(`/load-balancers/ORD/${id}/connection-throttle`);
  expect((await screen.findByLabelText<HTMLInputElement>('Maximum connections')).value).toBe('77');
  expect(screen.getByLabelText<HTMLInputElement>('Reason or change number').value).toBe('CHG-9');
  await press('Cancel');
  await press('Discard');
  await waitFor(() => expect(after.router.state.location.pathname).toBe(`/load-balancers/ORD/${id}`));
  await waitFor(() =>
    expect(Object.keys(sessionStorage).filter((key) => key.startsWith('holdfast-typed'))).toEqual([]),
  );
});

test('a newer reading moves what is set now, never what was typed', async () => {
  const { id } = await open('web-frontend', 'connection-throttle', 'Edit Connection Throttling');
  await user.click(screen.getByRole('checkbox', { name: 'Limit the connections of one client' }));
  await user.type(screen.getByLabelText('Maximum connections'), '500');
  await world.ask('ORD', 'PUT', `/loadbalancers/${id}/connectionthrottle`, {
    connectionThrottle: { maxConnections: 9 },
  });
  world.clock.advance(settle);
  await inventory.details.refreshAll();
  await says(/Changed meanwhile: connection throttling was Disabled when you opened this dialog/);
  expect(screen.getByLabelText<HTMLInputElement>('Maximum connections').value).toBe('500');
  screen.getByRole('button', { name: 'Change connection throttling' });
});

test('a locked load balancer queues the change, and a double press sends once', async () => {
  const { id } = await open('web-frontend', 'connection-throttle', 'Edit Connection Throttling');
  let writes = 0;
  world.network.use(
    http.put('*/connectionthrottle', async () => {
      writes += 1;
      return undefined;
    }),
  );
  await world.control('status', { loadBalancerId: id, status: 'PENDING_UPDATE' });
  await inventory.details.refreshAll();
  await says(/Locked while updating\. Your change will be sent when it is ACTIVE/);
  await user.click(screen.getByRole('checkbox', { name: 'Limit the connections of one client' }));
  await user.type(screen.getByLabelText('Maximum connections'), '500');
  await user.dblClick(await screen.findByRole('button', { name: 'Queue change: enable connection throttling' }));
  await says(/Queued: will be sent when the load balancer is ACTIVE/);
  await world.control('status', { loadBalancerId: id, status: 'ACTIVE' });
  await finish();
  await says(/^Connection throttling of web-frontend is now/);
  expect(writes).toBe(1);
});

test.each<[Role, RegExp]>([['observer', /Needs the role lbaas:creator/]])(
  '%s sees the form and why it cannot be sent',
  async (role, why) => {
    await open('web-frontend', 'connection-throttle', 'Edit Connection Throttling', role);
    await user.click(screen.getByRole('checkbox', { name: 'Limit the connections of one client' }));
    await user.type(screen.getByLabelText('Maximum connections'), '500');
    const button = screen.getByRole('button', { name: 'Enable connection throttling' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toMatch(why);
  },
);

test('an address that is no edit says so', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  renderPage(`/load-balancers/ORD/${id}/frobnicate`);
  await says(/There is nothing to edit at “frobnicate”/);
});

interface Case {
  readonly loadBalancer?: string;
  readonly edit: string | ((id: string) => Promise<string>);
  readonly title: string;
  /** Fills the form. */
  fill(): Promise<void>;
  readonly button: string;
  readonly says?: RegExp;
  /** What the region has then. */
  stored(lb: Readonly<Record<string, unknown>>, id: string): Promise<void> | void;
}

const type = async (label: string, text: string) => {
  const field = within(screen.getByRole('dialog')).getByLabelText(label);
  await user.clear(field);
  // Braces and brackets mean keys to the typing.
  await user.type(field, text.replaceAll(/[[{]/g, '$&$&'));
};
const tick = async (label: string) => user.click(screen.getByRole('checkbox', { name: label }));
const select = async (label: string, value: string) => user.selectOptions(screen.getByLabelText(label), value);
const firstNode = async (id: string): Promise<string> => String((await details(id)).nodes[0].id);

const cases: readonly Case[] = [
  {
    edit: 'health-monitor',
    title: 'Edit Health Monitoring',
    async fill() {
      await select('Type', 'HTTP');
      await type('Path', '/up');
      await type('Status regex', '^2..$');
    },
    button: 'Change health monitoring',
    says: /taken out of rotation/,
    stored: ({ healthMonitor }) => expect(healthMonitor).toMatchObject({ type: 'HTTP', path: '/up', delay: 10 }),
  },
  {
    edit: 'content-caching',
    title: 'Edit Content Caching',
    fill: () => tick('Cache content'),
    button: 'Enable content caching',
    says: /a check of it is only sure while caching is off/,
    stored: ({ contentCaching }) => expect(contentCaching).toEqual({ enabled: true }),
  },
  {
    edit: 'connection-logging',
    title: 'Edit Logging',
    fill: () => tick('Log connections'),
    button: 'Enable logging',
    stored: ({ connectionLogging }) => expect(connectionLogging).toEqual({ enabled: true }),
  },
  {
    edit: 'error-page',
    title: 'Edit Error Page',
    async fill() {
      await tick('Show a page of your own');
      await type('Content', '<h1>Back soon</h1>');
    },
    button: 'Change error page',
    async stored(_, id) {
      const page = await (await fetch(`/api/ORD/loadbalancers/${id}/errorpage`)).json();
      expect(page.errorpage.content).toBe('<h1>Back soon</h1>');
    },
  },
  {
    edit: 'access-list',
    title: 'Edit Access Control',
    fill: () => type('Access rules', 'ALLOW 192.0.2.7\nDENY 0.0.0.0/0'),
    button: 'Change access control',
    says: /A rule denies everybody whom no ALLOW rule names/,
    stored: ({ accessList }) =>
      expect(accessList).toMatchObject([
        { address: '192.0.2.7', type: 'ALLOW' },
        { address: '0.0.0.0/0', type: 'DENY' },
      ]),
  },
  {
    edit: 'edit',
    title: 'Edit load balancer',
    async fill() {
      await type('Name', 'shop');
      await select('Algorithm', 'LEAST_CONNECTIONS');
    },
    button: 'Change configuration',
    says: /those that session persistence keeps stay on their node/,
    stored: ({ name, algorithm }) => expect([name, algorithm]).toEqual(['shop', 'LEAST_CONNECTIONS']),
  },
  {
    edit: 'nodes/new',
    title: 'Add nodes',
    fill: () => type('Nodes', '10.20.9.1:8080\n[2001:db8::6]:81'),
    button: 'Add nodes',
    says: /2 nodes will be added/,
    stored: ({ nodes }) =>
      expect((nodes as { port: number }[]).slice(-2)).toMatchObject([{ address: '10.20.9.1' }, { port: 81 }]),
  },
  {
    edit: async (id) => `nodes/${await firstNode(id)}?condition=DRAINING`,
    title: 'Edit node',
    fill: async () => undefined,
    button: 'Change',
    says: /those that session persistence keeps on it, and open connections, stay/,
    stored: ({ nodes }) => expect((nodes as object[])[0]).toMatchObject({ condition: 'DRAINING' }),
  },
  {
    edit: async (id) => `nodes/${await firstNode(id)}/remove`,
    title: 'Remove node',
    fill: async () => undefined,
    button: 'Remove node',
    says: /drain it first/,
    stored: ({ nodes }) => expect(nodes).toHaveLength(2),
  },
  {
    edit: 'virtual-ips',
    title: 'Add IPv6 address',
    fill: async () => undefined,
    button: 'Add IPv6 address',
    stored: ({ virtualIps }) =>
      expect((virtualIps as { ipVersion: string }[]).filter(({ ipVersion }) => ipVersion === 'IPV6')).toHaveLength(2),
  },
];

test.each(cases.map((each) => [each.title, each] as const))('%s', async (_, each) => {
  const name = each.loadBalancer ?? 'web-frontend';
  await world.signIn('admin');
  const id = String(await world.idOf('ORD', name));
  const edit = typeof each.edit === 'string' ? each.edit : await each.edit(id);
  renderPage(`/load-balancers/ORD/${id}/${edit}`);
  const dialog = await screen.findByRole('dialog', { name: each.title });
  await says('Now:');
  await each.fill();
  if (each.says) await within(dialog).findByText(each.says);
  await user.click(
    within(screen.getByRole('dialog', { name: each.title })).getByRole('button', {
      name: new RegExp(`^${each.button}`),
    }),
  );
  await finish();
  await waitFor(() => expect(screen.queryByRole('dialog', { name: each.title })).toBeNull());
  await each.stored(await details(id), id);
  const { changes: records } = await (await fetch('/panel/history')).json();
  expect(records[0]).toMatchObject({ loadBalancerId: id, loadBalancerName: 'web-frontend' });
  await waitFor(async () =>
    expect((await (await fetch('/panel/history')).json()).changes[0].verdict).toBe('confirmed'),
  );
});

test('another protocol says that it drops session persistence, and sets the nearest choice after it', async () => {
  const { id } = await open('checkout', 'edit', 'Edit load balancer');
  await select('Protocol', 'HTTPS');
  await says(
    /The service disables session persistence \(HTTP cookie\) with this change.*Source IP fits protocol HTTPS\./,
  );
  expect(
    screen.getByRole<HTMLInputElement>('checkbox', { name: /Then enable session persistence again: Source IP/ })
      .checked,
  ).toBe(true);
  await press('Change configuration');
  await finish();
  await says(/^Configuration of checkout is now/);
  await finish();
  await says(/^Session persistence of checkout is now Source IP/);
  expect((await details(id)).sessionPersistence).toEqual({ persistenceType: 'SOURCE_IP' });
});

test('rules whose type changes leave first, new ones come next, and what is to go goes last', async () => {
  const { id, unmount } = await open('web-frontend', 'access-list', 'Edit Access Control');
  await type('Access rules', 'DENY 192.0.2.7\nDENY 192.0.2.8');
  await press('Change access control');
  await finish();
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Edit Access Control' })).toBeNull());
  unmount();
  renderPage(`/load-balancers/ORD/${id}/access-list`);
  await within(await screen.findByRole('dialog')).findByText('2 Access Rules');
  const sent: string[] = [];
  world.network.events.on('request:start', ({ request }) => {
    if (request.method !== 'GET' && request.url.includes('/accesslist')) sent.push(request.method);
  });
  await type('Access rules', 'ALLOW 192.0.2.7\nDENY 192.0.2.9');
  await press('Change access control');
  for (let step = 1; step <= 3; step += 1) {
    await waitFor(() => expect(sent).toHaveLength(step));
    await says('accepted (202)');
    world.clock.advance(settle);
  }
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Edit Access Control' })).toBeNull());
  expect(sent).toEqual(['DELETE', 'POST', 'DELETE']);
  // One message for all of it, and one way back.
  expect(await within(toasts()).findAllByRole('button', { name: /^Revert/ })).toHaveLength(2);
  expect(
    (await details(id)).accessList
      .map(({ address, type: kind }: { address: string; type: string }) => `${kind} ${address}`)
      .toSorted(),
  ).toEqual(['ALLOW 192.0.2.7', 'DENY 192.0.2.9']);
});

test('deleting asks for the name, is proven by its going, and leads back to the list', async () => {
  const { id, router, dialog } = await open('new-campaign', 'delete', 'Delete load balancer');
  expect(dialog.textContent).toContain('It stops answering on');
  expect(dialog.textContent).toContain('a deleted load balancer does not come back');
  await type('Name', 'new-campain');
  await press('Delete load balancer');
  await within(dialog).findByText(/This is not its name/);
  await type('Name', 'new-campaign');
  await press('Delete load balancer');
  await finish();
  await waitFor(() => expect(router.state.location.pathname).toBe('/load-balancers'));
  expect((await details(id)).status).toBe('DELETED');
});

test('a host name gets a certificate of its own, another name, and is removed; its key is kept nowhere', async () => {
  const id = await world.idOf('ORD', 'web-frontend');
  await world.ask('ORD', 'PUT', `/loadbalancers/${id}/ssltermination`, {
    sslTermination: { securePort: 8443, certificate: exampleCertificate, privatekey: exampleKey },
  });
  world.clock.advance(settle);
  const hosts = async () => {
    const { body } = await world.ask('ORD', 'GET', `/loadbalancers/${id}/ssltermination/certificatemappings`);
    return (body as { certificateMappings: { certificateMapping: { hostName: string } }[] }).certificateMappings.map(
      ({ certificateMapping }) => certificateMapping.hostName,
    );
  };
  await world.signIn('admin');
  renderPage(`/load-balancers/ORD/${id}`);
  const section = await screen.findByRole('region', { name: 'Certificate mappings' });
  await within(section).findByText(/^None/);
  await user.click(within(section).getByRole('button', { name: 'Add certificate mapping' }));
  const dialog = await screen.findByRole('dialog', { name: 'Add certificate mapping' });
  const submit = async (label: string) =>
    user.click(await within(screen.getByRole('dialog')).findByRole('button', { name: label }));
  await within(dialog).findByLabelText('Host name');
  await type('Host name', 'not a host');
  await submit('Add certificate mapping');
  await says(/Host name is invalid/);
  await type('Host name', 'shop.example.com');
  for (const [label, text] of [
    ['Certificate', exampleCertificate],
    ['Private key', exampleKey],
  ] as const) {
    await user.click(within(dialog).getByLabelText(label));
    await user.paste(text);
  }
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('PRIVATE KEY');
  /** Lets the region finish what it has accepted, until the dialog has closed over it. */
  const done = async () => {
    await finish();
    await waitFor(() => {
      world.clock.advance(settle);
      expect(screen.queryByRole('dialog')).toBeNull();
    });
  };
  await submit('Add certificate mapping');
  await done();
  expect(await hosts()).toEqual(['shop.example.com']);

  const act = async (item: string, title: string) => {
    await user.click(await within(section).findByRole('button', { name: /^Actions for / }));
    await user.click(await screen.findByRole('menuitem', { name: item }));
    await screen.findByRole('dialog', { name: title });
  };
  await act('Edit', 'Edit certificate mapping');
  await type('Host name', '*.example.com');
  await submit('Change certificate mapping');
  await done();
  expect(await hosts()).toEqual(['*.example.com']);
  await act('Remove', 'Remove certificate mapping');
  await submit('Remove certificate mapping');
  await done();
  expect(await hosts()).toEqual([]);
  const { changes } = await (await fetch(`/panel/history?region=ORD&loadBalancerId=${id}`)).json();
  expect(changes).toHaveLength(3);
  expect(JSON.stringify(changes)).not.toContain('PRIVATE KEY');
});

test('what somebody else changed beside it does not keep a change from being sent, nor does it undo that', async () => {
  const { id } = await open('web-frontend', 'edit', 'Edit load balancer');
  await type('Timeout', '60');
  await world.ask('ORD', 'PUT', `/loadbalancers/${id}`, { loadBalancer: { name: 'renamed' } });
  world.clock.advance(settle);
  await press('Change configuration');
  await finish();
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Edit load balancer' })).toBeNull());
  expect(await details(id)).toMatchObject({ name: 'renamed', timeout: 60 });
});

test.each([
  ['orders-db', 'content-caching', /Content caching needs protocol HTTP; this load balancer is MYSQL/],
  ['orders-db', 'error-page', /An error page needs protocol HTTP/],
  ['web-frontend', 'https-redirect', /needs Secure Traffic \(SSL\)/],
  ['legacy-portal', 'connection-throttle', /ERROR and cannot be changed/],
])('%s takes no %s and says why', async (loadBalancer, edit, why) => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', loadBalancer);
  renderPage(`/load-balancers/ORD/${id}/${edit}`);
  await within(await screen.findByRole('dialog')).findByText('Now:');
  await within(screen.getByRole('dialog')).findAllByText(why);
});

test('secure traffic: the key is sent once, shown nowhere and kept nowhere; its change cannot be taken back', async () => {
  const { id, unmount } = await open('web-frontend', 'ssl-termination', 'Edit Secure Traffic (SSL)');
  await tick('Decrypt secure traffic');
  await press('Enable secure traffic');
  await says(/^A certificate is needed/);
  await user.click(screen.getByLabelText('Certificate'));
  await user.paste('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----');
  await says(/no certificate that can be read/);
  await user.clear(screen.getByLabelText('Certificate'));
  await user.click(screen.getByLabelText('Certificate'));
  await user.paste(exampleCertificate);
  const facts = () => screen.getByText(/^(Set now|Pasted):$/).closest('p')?.textContent;
  await waitFor(() => expect(facts()).toMatch(/^Pasted: CN=www\.example\.com, for www\.example\.com, issued by CN=/));
  await user.click(screen.getByLabelText('Private key'));
  await user.paste(exampleKey);
  await says(/It cannot be reverted: the panel keeps no private key/);
  const secret = exampleKey.split('\n')[2] ?? '';
  expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain(secret);
  expect(document.querySelector('pre')?.textContent).not.toContain(secret);
  await press('Enable secure traffic');
  await finish();
  await says(/^Secure traffic of web-frontend is now Enabled on port 443/);
  expect((await details(id)).sslTermination).toMatchObject({ enabled: true, securePort: 443 });
  expect(await (await fetch('/panel/history')).text()).not.toContain(secret);
  expect(within(toasts()).queryByRole('button', { name: /^Revert/ })).toBeNull();
  unmount();
  renderPage(`/load-balancers/ORD/${id}/ssl-termination`);
  await screen.findByLabelText('Replace the certificate and its key');
  await waitFor(() => expect(facts()).toMatch(/^Set now: CN=www\.example\.com/));
  expect(screen.queryByLabelText('Private key')).toBeNull();
  await tick('Secure traffic only');
  await says(/stops taking plain traffic/);
  await press('Change secure traffic');
  await finish();
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Edit Secure Traffic (SSL)' })).toBeNull());
  expect((await details(id)).sslTermination).toMatchObject({ secureTrafficOnly: true });
});

test('a rule that was added is taken back by the id that the service gave it', async () => {
  const { id } = await open('web-frontend', 'access-list', 'Edit Access Control');
  await type('Access rules', '198.51.100.7');
  await press('Change access control');
  await finish();
  await user.click(await within(toasts()).findByRole('button', { name: 'Revert to 0 Access Rules' }));
  await finish();
  await says(/^Access control of web-frontend is now 0 Access Rules/);
  expect((await details(id)).accessList ?? []).toEqual([]);
});

test('what took several requests is taken back as one', async () => {
  const { id } = await open('web-frontend', 'access-list', 'Edit Access Control');
  await type('Access rules', 'DENY 192.0.2.7');
  await press('Change access control');
  await finish();
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Edit Access Control' })).toBeNull());
  await user.click(within(toasts()).getByRole('button', { name: 'Close notification' }));
  await user.click(screen.getByRole('button', { name: 'Edit Access Control' }));
  await within(await screen.findByRole('dialog')).findByText('1 Access Rule');
  await type('Access rules', 'ALLOW 192.0.2.7\nDENY 192.0.2.8');
  const types = async () =>
    ((await details(id)).accessList ?? [])
      .map((rule: { type: string; address: string }) => `${rule.type} ${rule.address}`)
      .toSorted();
  /** Lets the region finish whatever it accepts, until the list reads so. */
  const until = (wanted: readonly string[]) =>
    waitFor(async () => {
      world.clock.advance(settle);
      expect(await types()).toEqual(wanted);
    });
  await press('Change access control');
  await until(['ALLOW 192.0.2.7', 'DENY 192.0.2.8']);
  world.clock.advance(settle);
  await user.click(await within(toasts()).findByRole('button', { name: 'Revert to 1 Access Rule' }));
  await until(['DENY 192.0.2.7']);
});

test('a creator may add rules, and may not begin what would end with a deletion', async () => {
  const { id } = await open('web-frontend', 'access-list', 'Edit Access Control', 'creator');
  await world.ask('ORD', 'POST', `/loadbalancers/${id}/accesslist`, {
    accessList: [{ address: '192.0.2.7', type: 'DENY' }],
  });
  world.clock.advance(settle);
  await inventory.details.refreshAll();
  await within(screen.getByRole('dialog')).findByText('1 Access Rule');
  await type('Access rules', 'DENY 192.0.2.8');
  const button = screen.getByRole('button', { name: 'Change access control' });
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'));
  expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toMatch(/lbaas:admin/);
  await type('Access rules', 'DENY 192.0.2.7\nDENY 192.0.2.8');
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
});

test('a virtual IP is removed in its row, and the last one stays with the reason', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  renderPage(`/load-balancers/ORD/${id}`);
  await user.click((await screen.findAllByRole('button', { name: /^Remove fd00/ }))[0]!);
  await says(/^Traffic to fd00.* stops/);
  await press('Remove virtual IP');
  await finish();
  await says(/^fd00.* is removed from web-frontend/);
  const last = await screen.findByRole('button', { name: /^Remove 1/ });
  await waitFor(() => expect(last.getAttribute('aria-disabled')).toBe('true'));
  expect(document.getElementById(last.getAttribute('aria-describedby') ?? '')?.textContent).toMatch(
    /The last virtual IP/,
  );
});
