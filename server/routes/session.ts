import { z } from 'zod';
import { readJson } from '../body.ts';
import { describeError } from '../log.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import type { IdentityService, Provider, SignIn } from '../providers/provider.ts';
import { PanelError } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import { type Attempt, signInThrottle } from '../sessions/sign-in-throttle.ts';

const summary = ({ firstReads }: Provider, session: Session) => {
  const { user, account, roles, endpoints, expires, local, provider, service, cloud, project, bound } = session;
  return {
    provider,
    service,
    user,
    account,
    roles,
    regions: Object.keys(endpoints),
    endpoints,
    expires: new Date(expires).toISOString(),
    local,
    firstReads,
    ...(cloud !== undefined && { cloud }),
    ...(project && { project: { id: account, ...project }, changesProject: bound === undefined }),
  };
};

/** What is typed for a cloud alone, which only Cloud Load Balancers or only OpenStack asks for. */
const clbFields = ['apiKey', 'account'];
const openStackFields = ['domain', 'project', 'projectDomain', 'passcode', 'applicationCredential', 'token'];

/** The identity service that a sign-in is for, and what was typed for it. Throws a PanelError when there is none such. */
function chosen(services: readonly IdentityService[], body: unknown): { service: IdentityService; typed: unknown } {
  const { cloud, ...typed } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const invalid = (message: string) => new PanelError(400, 'invalid', message, { field: 'cloud' });
  const has = (fields: readonly string[]) => fields.some((field) => Object.hasOwn(typed, field));
  const of = (name: string) => services.find(({ provider }) => provider.name === name);
  const service =
    cloud === undefined
      ? ((has(clbFields) ? of('clb') : has(openStackFields) ? of('octavia') : undefined) ?? services[0])
      : services.find(({ name }) => name === cloud);
  if (!service)
    throw invalid(`There is no cloud of that name here. There is ${services.map(({ name }) => name).join(', ')}.`);
  if (service.refusal !== null)
    throw invalid(`Nobody can sign in to ${service.name} with this panel. ${service.refusal}`);
  return { service, typed: cloud === undefined ? body : typed };
}

/** `/session`: sign in, who am I, another account, sign out. */
export function sessionRoutes(app: PanelApp, panel: Panel): void {
  const { clock, log, sessions, store, services } = panel;
  const salt = crypto.randomUUID();
  const throttles = new Map(
    services.map(({ url }) => [
      url,
      signInThrottle({
        store: store.knownAddresses,
        identityUrl: url,
        salt,
        now: clock.now,
        failed: (error) => log.warn(describeError(error), 'Known addresses cannot be read or kept'),
      }),
    ]),
  );

  /** Counts an attempt before it is made. Throws a PanelError when it must not be made now. */
  async function begin({ url }: IdentityService, { user }: SignIn, address: string): Promise<Attempt> {
    const attempt = await throttles.get(url)!.begin(user, address);
    if (attempt.wait === 0) return attempt;
    const seconds = Math.ceil(attempt.wait / 1000);
    throw new PanelError(
      429,
      'too-many-attempts',
      `Too many sign-ins failed. Try again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`,
      { headers: { 'Retry-After': String(seconds) } },
    );
  }

  /** What was typed, as a sign-in: a new one, or what goes on with one that lacks something. */
  async function read(headers: Headers, body: unknown): Promise<{ service: IdentityService; signIn: SignIn }> {
    const pending = await sessions.readPending(headers);
    const begun = pending && services.find(({ url, name }) => url === pending.service && name === pending.cloud);
    if (pending && begun?.accounts?.goesOn(body))
      return { service: begun, signIn: begun.accounts.resume(pending, body) };
    const { service, typed } = chosen(services, body);
    return { service, signIn: service.read(typed) };
  }

  /** What the form for signing in begins with. */
  async function form() {
    const locals = await Promise.all(services.map((service) => service.local()));
    const local = services.find((_, index) => locals[index]);
    return {
      local: local !== undefined,
      demoUsers: local?.demoUsers ?? [],
      clouds: services.map(({ name, provider, form, refusal }) => ({
        name,
        provider: provider.name,
        ...form,
        refusal,
      })),
    };
  }

  app.post('/session', async (context) => {
    const { reply, address } = context.env;
    const { headers } = context.req.raw;
    const body = await readJson(context.req.raw, z.unknown(), 8 * 1024);
    const present = await panel.session(headers);
    const { accounts } = (present && panel.service(present)) ?? {};
    if (present && accounts?.goesOn(body)) {
      context.env.session = present;
      const changed = await accounts.change(present, body);
      const cookie = await sessions.save(changed, headers);
      await panel.end(present);
      return reply.json(200, summary(panel.provider(changed), changed), cookie ? { 'Set-Cookie': cookie } : {});
    }

    const { service, signIn } = await read(headers, body);
    const attempt = await begin(service, signIn, address);
    let result: Awaited<ReturnType<SignIn['carryOut']>>;
    try {
      result = await signIn.carryOut();
    } catch (error) {
      // Only a wrong key counts as a guess; an identity service that is down must not lock anyone out.
      if (!(error instanceof PanelError && error.code === 'wrong-credentials')) attempt.withdraw();
      throw error;
    }
    if ('pending' in result) {
      attempt.withdraw();
      const { pending, accounts: projects } = result;
      const cookie = await sessions.savePending(pending, headers);
      const { need } = pending;
      return reply.json(200, { need, ...(projects && { projects }) }, cookie ? { 'Set-Cookie': cookie } : {});
    }
    const { session } = result;
    panel.later('A known address cannot be kept', () => attempt.succeeded());
    if (session.expires <= clock.now())
      throw new PanelError(401, 'wrong-credentials', 'The token has expired. Get a new one.');
    const cookie = await sessions.save(session, headers);
    context.env.session = session;
    return reply.json(200, summary(panel.provider(session), session), cookie ? { 'Set-Cookie': cookie } : {});
  });

  app.get('/session', async (context) => {
    const { reply } = context.env;
    const session = await panel.session(context.req.raw.headers);
    if (session) {
      context.env.session = session;
      return reply.json(200, summary(panel.provider(session), session));
    }
    return reply.error(new PanelError(401, 'signed-out', 'You are not signed in.'), await form());
  });

  // For whoever is signed in here still, when a region does not take that sign-in any more.
  app.get('/session/form', async (context) => context.env.reply.json(200, await form()));

  app.get('/session/projects', async (context) => {
    const session = await signedIn(panel, context.req.raw.headers);
    context.env.session = session;
    const { accounts } = panel.service(session) ?? {};
    return context.env.reply.json(200, { projects: (await accounts?.list(session)) ?? [] });
  });

  app.delete('/session', async (context) => {
    const { reply } = context.env;
    const { headers } = context.req.raw;
    const session = await signedIn(panel, headers).catch(() => null);
    if (session) {
      context.env.session = session;
      await panel.end(session);
      let revoked = false;
      try {
        revoked = (await panel.service(session)?.revoke(session)) ?? false;
      } catch (error) {
        if (!(error instanceof PanelError)) throw error;
      }
      if (!revoked)
        log.warn(
          { requestId: reply.requestId, user: session.user, account: session.account },
          'The identity service did not revoke a token at sign-out; it stays valid until it expires',
        );
    }
    const cookie = await sessions.remove(headers);
    return reply.empty(cookie ? { 'Set-Cookie': cookie } : {});
  });
}
