import { z } from 'zod';
import { pasted, trimmed } from '../../contract/shared/text.ts';
import { checked, readJson } from '../body.ts';
import { describeError } from '../log.ts';
import { type Panel, type PanelApp, signedIn } from '../panel-context.ts';
import type { Credentials } from '../providers/clb/identity.ts';
import { demoUsers } from '../providers/clb/local-region.ts';
import { PanelError } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import { signInThrottle } from '../sessions/sign-in-throttle.ts';

const text = (name: string, most: number) =>
  z
    .string({ error: `${name} is missing.` })
    .min(1, { error: `${name} is empty.` })
    .max(most, { error: `${name} is longer than ${most} characters.` })
    .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), {
      error: `${name} holds control characters or half of a character.`,
    });

/** A text that is put right first, as the page does it, too. */
const tidied = (name: string, most: number, tidy: (value: string) => string) =>
  z
    .string({ error: `${name} is missing.` })
    .transform(tidy)
    .pipe(text(name, most));

const username = tidied('The user name', 128, trimmed);
const account = tidied('The account', 64, pasted).refine((value) => /^[\w.:-]+$/.test(value), {
  error: 'The account holds characters that no account number has.',
});
const withApiKey = z.strictObject({ username, apiKey: tidied('The API key', 1_024, pasted) });
// A space may belong to a password.
const withPassword = z.strictObject({ username, password: text('The password', 1_024) });
const withToken = z.strictObject({ account, token: tidied('The token', 3_000, pasted) });

/** The shape that fits what was sent, so that an error names the field that is wrong. */
const shapeOf = (value: unknown) => {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (names.includes('token') || names.includes('account')) return withToken;
  return names.includes('password') ? withPassword : withApiKey;
};

const summary = ({ user, account, roles, endpoints, expires, local }: Session) => ({
  user,
  account,
  roles,
  regions: Object.keys(endpoints),
  endpoints,
  expires: new Date(expires).toISOString(),
  local,
});

/** `/session`: sign in, who am I, sign out. */
export function sessionRoutes(app: PanelApp, panel: Panel): void {
  const { clock, identity, log, options, sessions, store } = panel;
  const throttle = signInThrottle({
    store: store.knownAddresses,
    identityUrl: options.identityUrl,
    salt: crypto.randomUUID(),
    now: clock.now,
    failed: (error) => log.warn(describeError(error), 'Known addresses cannot be read or kept'),
  });

  app.post('/session', async (context) => {
    const { reply, address } = context.env;
    const body = await readJson(context.req.raw, z.unknown(), 8 * 1024);
    const typed: Credentials = checked(shapeOf(body), body);
    const user = 'username' in typed ? typed.username : `account ${typed.account}`;
    const attempt = await throttle.begin(user, address);
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
      session = await identity.authenticate(typed, await panel.local());
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
    return reply.json(200, summary(session), cookie ? { 'Set-Cookie': cookie } : {});
  });

  app.get('/session', async (context) => {
    const { reply } = context.env;
    const session = await panel.session(context.req.raw.headers);
    if (session) {
      context.env.session = session;
      return reply.json(200, summary(session));
    }
    const local = await panel.local();
    return reply.error(new PanelError(401, 'signed-out', 'You are not signed in.'), {
      local,
      demoUsers: local ? demoUsers : [],
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
        revoked = await identity.revoke(session.token);
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
