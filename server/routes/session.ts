import { z } from 'zod';
import { readJson } from '../body.ts';
import { describeError } from '../log.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import type { Provider } from '../providers/provider.ts';
import { PanelError } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import { signInThrottle } from '../sessions/sign-in-throttle.ts';

const summary = ({ firstReads }: Provider, { user, account, roles, endpoints, expires, local, provider }: Session) => ({
  provider,
  user,
  account,
  roles,
  regions: Object.keys(endpoints),
  endpoints,
  expires: new Date(expires).toISOString(),
  local,
  firstReads,
});

/** `/session`: sign in, who am I, sign out. */
export function sessionRoutes(app: PanelApp, panel: Panel): void {
  const { clock, log, sessions, store } = panel;
  const service = panel.services[0];
  const throttle = signInThrottle({
    store: store.knownAddresses,
    identityUrl: service.url,
    salt: crypto.randomUUID(),
    now: clock.now,
    failed: (error) => log.warn(describeError(error), 'Known addresses cannot be read or kept'),
  });

  app.post('/session', async (context) => {
    const { reply, address } = context.env;
    const body = await readJson(context.req.raw, z.unknown(), 8 * 1024);
    const signIn = service.read(body);
    const attempt = await throttle.begin(signIn.user, address);
    if (attempt.wait > 0) {
      const seconds = Math.ceil(attempt.wait / 1000);
      throw new PanelError(
        429,
        'too-many-attempts',
        `Too many sign-ins failed. Try again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`,
        { headers: { 'Retry-After': String(seconds) } },
      );
    }
    let session: Session;
    try {
      session = await signIn.carryOut();
    } catch (error) {
      // Only a wrong key counts as a guess; an identity service that is down must not lock anyone out.
      if (!(error instanceof PanelError && error.code === 'wrong-credentials')) attempt.withdraw();
      throw error;
    }
    panel.later('A known address cannot be kept', () => attempt.succeeded());
    if (session.expires <= clock.now())
      throw new PanelError(401, 'wrong-credentials', 'The token has expired. Get a new one.');
    const cookie = await sessions.save(session, context.req.raw.headers);
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
    const local = await service.local();
    return reply.error(new PanelError(401, 'signed-out', 'You are not signed in.'), {
      local,
      demoUsers: local ? service.demoUsers : [],
    });
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
