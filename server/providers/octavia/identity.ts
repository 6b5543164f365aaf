import { usualRoles } from '../../../contract/octavia/roles.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import type { Log } from '../../log.ts';
import { PanelError } from '../../reply.ts';
import type { PendingSignIn, Session } from '../../sessions/session.ts';
import { storableCopy } from '../../text.ts';
import type { Upstream } from '../../upstream.ts';
import type { AccountChoice, IdentityService, Provider, SignedIn } from '../provider.ts';
import { rulesOf } from './access-rules.ts';
import { readCatalog } from './catalog.ts';
import { type OpenStackCloud, textOf } from './cloud.ts';
import { goesOn, type Proof, readMore, readTyped, scopeOf } from './credentials.ts';
import { keystone, type Project, type Receipt, type Token } from './keystone.ts';
import { probe } from './probe.ts';
import { refusal } from './refusals.ts';

/** Milliseconds for which a sign-in that lacks something can be completed. */
const pendingLife = 5 * 60_000;
/** Projects that are offered. */
const mostProjects = 1_000;

type Fields = Readonly<Record<string, unknown>>;

const isReceipt = (answer: Token | Receipt): answer is Receipt => 'receipt' in answer;

/** A name is one of its domain; only the first domain's stand for themselves. */
const userName = ({ id, name, domain }: Token['body']['user']): string =>
  storableCopy(domain && domain.id !== 'default' ? `${name || id}@${domain.name || domain.id}` : name || id, 255);

const choiceOf = ({ id, name, domainId }: Project): AccountChoice => ({ id, name: storableCopy(name, 255), domainId });

/** Sign-in at a Keystone v3, its projects, and sign-out. Follows the Identity API v3 reference; docs/octavia.md says what was tried. */
export function octaviaIdentity(
  cloud: OpenStackCloud,
  provider: Provider,
  { upstream, clock, log }: { upstream: Upstream; clock: Clock; log: Log },
): IdentityService {
  const identity = keystone(cloud.url, upstream);

  /** Ends what a sign-in began that does not come about. */
  async function abandon(tokens: readonly (string | undefined)[]): Promise<void> {
    for (const token of tokens) if (token) await identity.revoke(token).catch(() => false);
  }

  const unfinished = (
    need: PendingSignIn['need'],
    proof: string,
    user: Fields,
    scope: Fields | null,
  ): PendingSignIn => ({
    service: cloud.url,
    cloud: cloud.name,
    need,
    proof,
    user,
    scope,
    until: clock.now() + pendingLife,
  });

  /** The session of a token for one project. Throws a PanelError where the project has no load balancers for the user. */
  async function sessionOf({ id: token, body }: Token, unscoped: string | undefined): Promise<Session> {
    const { project, user, roles } = body;
    if (!project)
      throw new PanelError(403, 'no-project', 'The identity service gave a token of no project. Choose a project.');
    const { endpoints, refused, without } = readCatalog(body.catalog, cloud);
    for (const sentence of refused) log.warn({ code: 'catalog-endpoint' }, sentence);
    if (Object.keys(endpoints).length === 0)
      throw new PanelError(
        403,
        'no-load-balancers',
        refused.length > 0
          ? `The panel does not use the load-balancer endpoints of project ${project.name}. ${refused[0]}`
          : `The catalog of project ${project.name} has no load-balancer service${without.length > 0 ? ` in ${without.slice(0, 5).join(', ')}` : ''}. Choose another project, or ask the operator of the cloud.`,
      );
    const findings = await Promise.all(
      Object.entries(endpoints).map(async ([region, endpoint]) => ({
        region,
        endpoint,
        finding: await probe(upstream, { service: cloud.url, token, account: project.id, endpoint }),
      })),
    );
    const genuine = findings.filter(({ finding }) => finding !== 'foreign');
    if (genuine.length === 0)
      throw new PanelError(
        403,
        'not-octavia',
        'This cloud’s load balancers are not Octavia, although they have its addresses. The panel would misread them, so it does not sign in.',
      );
    if (genuine.every(({ finding }) => finding === 'denied'))
      throw new PanelError(
        403,
        'no-access',
        `The cloud’s policy lets ${userName(user)} read no load balancers in project ${project.name}. Ask for one of the roles that usually may: ${usualRoles.read}.`,
      );
    return {
      id: crypto.randomUUID(),
      token,
      account: project.id,
      user: userName(user),
      roles: roles.map(({ name }) => name),
      endpoints: Object.fromEntries(genuine.map(({ region, endpoint }) => [region, endpoint])),
      extras: {},
      expires: Date.parse(body.expires_at),
      local: false,
      provider: provider.name,
      service: cloud.url,
      cloud: cloud.name,
      unscoped,
      project: { name: storableCopy(project.name, 255), domain: project.domain?.name ?? '' },
      bound: body.application_credential ? true : undefined,
      rules: rulesOf(body.application_credential?.access_rules ?? []),
    };
  }

  /** Makes a token of a project from another one. */
  async function rescoped(token: string, scope: Fields): Promise<Token> {
    const answer = await identity.authenticate(
      { identity: { methods: ['token'], token: { id: token } }, scope },
      refusal('project'),
    );
    if (isReceipt(answer)) throw refusal('project')(401, '');
    return answer;
  }

  async function inProject(token: string, scope: Fields): Promise<SignedIn> {
    const scoped = await rescoped(token, scope);
    try {
      return { session: await sessionOf(scoped, token) };
    } catch (error) {
      await abandon([scoped.id]);
      throw error;
    }
  }

  /** Goes on from a token of no project: the only one, or a choice. */
  async function choose(token: string): Promise<SignedIn> {
    const projects = (await identity.projects(token)).slice(0, mostProjects);
    const [only, ...others] = projects;
    if (!only)
      throw new PanelError(
        403,
        'no-project',
        'This user has no role in any project, and load balancers belong to projects. Ask the operator of the cloud for one.',
      );
    if (others.length === 0) return inProject(token, { project: { id: only.id } });
    return { pending: unfinished('project', token, {}, null), accounts: projects.map(choiceOf) };
  }

  async function withToken(token: string, scope: Fields | null): Promise<SignedIn> {
    if (scope) return inProject(token, scope);
    const body = await identity.validate(token);
    if (!body) throw refusal('token')(401, '');
    return body.project ? { session: await sessionOf({ id: token, body }, undefined) } : choose(token);
  }

  async function prove(
    { methods, identity: proof, who }: Omit<Proof, 'user'>,
    scope: Fields | null,
    receipt?: string,
  ): Promise<SignedIn> {
    const isCredential = methods.includes('application_credential');
    const kind = isCredential ? 'applicationCredential' : methods.includes('totp') ? 'passcode' : 'password';
    const answer = await identity.authenticate(
      { identity: { methods, ...proof }, ...(!isCredential && { scope: scope ?? 'unscoped' }) },
      refusal(kind),
      receipt,
    );
    if (isReceipt(answer)) {
      const lacks = answer.required.map((each) => each.filter((method) => !methods.includes(method)));
      if (receipt === undefined && lacks.some((each) => each.length === 1 && each[0] === 'totp')) {
        const user = answer.userId === null ? who : { id: answer.userId };
        return { pending: unfinished('totp', answer.receipt, user, scope) };
      }
      throw new PanelError(
        401,
        'multi-factor',
        `This user has to prove more than the panel asks for (${lacks.map((each) => each.join(' and ')).join(', or ')}). Get a token elsewhere, and sign in with it.`,
      );
    }
    try {
      if (answer.body.project) return { session: await sessionOf(answer, undefined) };
      return await choose(answer.id);
    } catch (error) {
      await abandon([answer.id]);
      throw error;
    }
  }

  const projectOf = (typed: unknown): Fields => {
    const given = readMore(typed);
    const scope = given.project === undefined ? null : scopeOf(given, { ...cloud, projectId: null });
    if (scope) return scope;
    throw new PanelError(400, 'invalid', 'project: The project is missing.', { field: 'project' });
  };

  return {
    url: cloud.url,
    name: cloud.name,
    provider,
    form: {
      form: cloud.form,
      username: cloud.username,
      domain: textOf(cloud.domain),
      project: cloud.project ?? cloud.projectId,
      projectDomain: textOf(cloud.projectDomain),
      applicationCredential: textOf(cloud.applicationCredential),
      notice: cloud.notice,
    },
    refusal: cloud.refusal,
    local: async () => false,
    demoUsers: [],

    read(typed) {
      const { proof, scope } = readTyped(typed, cloud);
      const [method] = proof.methods;
      return {
        user: proof.user,
        carryOut: () =>
          method === 'token' ? withToken((proof.identity.token as { id: string }).id, scope) : prove(proof, scope),
      };
    },

    accounts: {
      goesOn,
      resume(pending, typed) {
        const { need, proof, user, scope } = pending;
        if (need === 'project') return { user: 'project', carryOut: () => inProject(proof, projectOf(typed)) };
        const { passcode } = readMore(typed);
        if (passcode === undefined)
          throw new PanelError(400, 'invalid', 'passcode: The passcode is missing.', { field: 'passcode' });
        return {
          user: JSON.stringify(user),
          carryOut: () =>
            prove({ methods: ['totp'], identity: { totp: { user: { ...user, passcode } } }, who: user }, scope, proof),
        };
      },

      async list({ token, unscoped, bound, account, project }) {
        // A credential's token lists projects that it cannot reach.
        if (bound) return [{ id: account, name: project?.name ?? account, domainId: null }];
        return (await identity.projects(unscoped ?? token)).slice(0, mostProjects).map(choiceOf);
      },

      async change(session, typed) {
        if (session.bound)
          throw new PanelError(
            403,
            'bound',
            'An application credential is of one project. Sign in with a user, or with a credential of the other project.',
          );
        const scope = projectOf(typed);
        const scoped = await rescoped(session.unscoped ?? session.token, scope);
        let changed: Session;
        try {
          changed = await sessionOf(scoped, session.unscoped);
        } catch (error) {
          await abandon([scoped.id]);
          throw error;
        }
        if (session.token !== session.unscoped) await abandon([session.token]);
        return changed;
      },
    },

    async revoke({ token, unscoped }) {
      const tokens = [...new Set([token, unscoped])].filter((each) => each !== undefined);
      const revoked = await Promise.all(tokens.map((each) => identity.revoke(each)));
      return revoked.every(Boolean);
    },
  };
}
