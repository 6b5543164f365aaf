import { queryOptions } from '@tanstack/react-query';
import { ApiError, barRequests, errorFrom, exchange, read, send } from './client.ts';

export interface Session {
  /** The API that its regions speak. */
  readonly provider: string;
  /** Root of the identity service that knows the user. */
  readonly service: string;
  readonly user: string;
  readonly account: string;
  readonly roles: readonly string[];
  readonly regions: readonly string[];
  /** Region name → the address that the panel server forwards to, with the account. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** When the sign-in ends, milliseconds since the Unix epoch. */
  readonly expires: number;
  /** Whether changes stay on this machine: the identity service is a local region's. */
  readonly local: boolean;
  /** Name of the cloud that was chosen at sign-in, where there are clouds to choose from. */
  readonly cloud?: string;
  /** The account as the cloud calls it, where it is an OpenStack project. */
  readonly project?: { readonly id: string; readonly name: string; readonly domain: string };
  /** Whether the same user may go over to another project. */
  readonly changesProject?: boolean;
}

/** Whom the browser keeps something for: a user of an account of an identity service. */
export type Owner = Pick<Session, 'service' | 'account' | 'user'>;

export const ownerOf = ({ service, account, user }: Owner): Owner => ({ service, account, user });

export const isSameOwner = (one: Owner | null, other: Owner | null): boolean =>
  one?.user === other?.user && one?.account === other?.account && one?.service === other?.service;

/** The account as it stands in a sentence: `account 100001`, or `project shop` of a cloud. */
export const accountWords = ({ account, project }: Session): string =>
  project ? `project ${project.name}` : `account ${account}`;

export interface DemoUser {
  readonly username: string;
  readonly apiKey: string;
}

/** A cloud to sign in to, and what its form begins with. */
export interface CloudChoice {
  readonly name: string;
  readonly provider: string;
  /** Why nobody can sign in there, as a sentence; null when people can. */
  readonly refusal: string | null;
  /** What people prove who they are with there. */
  readonly form?: 'password' | 'totp' | 'applicationCredential' | 'token';
  readonly username?: string | null;
  readonly domain?: string | null;
  readonly project?: string | null;
  readonly projectDomain?: string | null;
  /** Id or name. */
  readonly applicationCredential?: string | null;
  /** What the panel leaves out of the operator's entry, as a sentence. */
  readonly notice?: string | null;
}

/** What the sign-in page may know. */
export interface SignedOut {
  readonly local: boolean;
  readonly demoUsers: readonly DemoUser[];
  readonly clouds: readonly CloudChoice[];
}

export type SessionState =
  | { readonly signedIn: true; readonly session: Session }
  | ({ readonly signedIn: false } & SignedOut);

export type Credentials =
  | { readonly username: string; readonly apiKey: string }
  | { readonly username: string; readonly password: string }
  | { readonly account: string; readonly token: string };

/** A project that the user may sign in to. */
export interface ProjectChoice {
  readonly id: string;
  readonly name: string;
  readonly domainId: string | null;
}

/** A sign-in that lacks something; it can be completed within five minutes. */
export type Unfinished =
  | { readonly need: 'totp' }
  | { readonly need: 'project'; readonly projects: readonly ProjectChoice[] };

/** What was typed for an OpenStack cloud, or what completes it, as the panel server takes it. */
export type CloudCredentials = Readonly<Record<string, unknown>>;

let prepare: (session: Session) => Promise<void> = async () => undefined;
/** Says what has to be loaded before anything of a session is shown. */
export const setPreparation = (preparation: typeof prepare): void => {
  prepare = preparation;
};

const toSession = (body: Omit<Session, 'expires'> & { expires: string }): Session => ({
  ...body,
  expires: Date.parse(body.expires),
});

/** Who is signed in. A 401 is an answer here, not an error. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionState> => {
    const answer = await exchange({ method: 'GET', path: '/session', signal });
    if (answer.status === 401) return { signedIn: false, ...signedOut(answer.text) };
    if (answer.status !== 200) throw errorFrom(answer);
    const session = toSession(JSON.parse(answer.text));
    own ??= session;
    await prepare(session);
    return { signedIn: true, session };
  },
  staleTime: Number.POSITIVE_INFINITY,
});

function signedOut(text: string): SignedOut {
  try {
    const { local = false, demoUsers = [], clouds = [] } = JSON.parse(text);
    return { local, demoUsers, clouds };
  } catch {
    return { local: false, demoUsers: [], clouds: [] };
  }
}

/** Who is signed in from now on, as one tab of this browser tells the others: they share the sign-in. Null: nobody. */
export type SignedIn = Owner | null;

const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('holdfast-session');

/** Hears of it when another tab signs in or out. Returns a function that stops it. */
export function onOtherTab(listener: (signedIn: SignedIn) => void): () => void {
  const hear = ({ data }: MessageEvent<SignedIn>) => listener(data);
  otherTabs?.addEventListener('message', hear);
  return () => otherTabs?.removeEventListener('message', hear);
}

/** Whose page this is. */
let own: SignedIn = null;

// The tabs share one cookie: what this page sent on would be asked and changed in the other user's name.
onOtherTab((other) => {
  if (!own) return;
  barRequests(
    isSameOwner(other, own) ? null : 'Another tab of this browser ended this session. Sign in again to continue.',
  );
});

/** Whether the browser sends back what it was given to keep. Where nobody can say, it is taken to. */
async function isKept(session: Session): Promise<boolean> {
  try {
    const { status, text } = await exchange({ method: 'GET', path: '/session' });
    if (status !== 200) return status !== 401;
    return isSameOwner(JSON.parse(text) as Session, session);
  } catch {
    return true;
  }
}

/** Signs in, or tells what is missing. Throws an ApiError whose message is fit for the form. */
export async function signIn(credentials: Credentials | CloudCredentials): Promise<Session | Unfinished> {
  const answer: Unfinished | Parameters<typeof toSession>[0] = await read({
    method: 'POST',
    path: '/session',
    body: credentials,
  });
  if ('need' in answer) return answer;
  const session = toSession(answer);
  if (!(await isKept(session)))
    throw new ApiError({
      status: 401,
      source: 'panel',
      code: 'no-cookie',
      message: `You signed in, but this browser kept no cookie of ${location.host}, so it would ask again and again. Allow cookies for this address, then sign in again.`,
    });
  own = session;
  await prepare(session);
  barRequests(null);
  otherTabs?.postMessage(ownerOf(session) satisfies SignedIn);
  return session;
}

/** The projects that the user may go over to. Throws an ApiError. */
export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async ({ signal }): Promise<readonly ProjectChoice[]> =>
    (await read<{ projects: ProjectChoice[] }>({ method: 'GET', path: '/session/projects', signal })).projects,
});

/** Goes over to another project of the same user; the page has to be opened anew. Throws an ApiError. */
export async function changeProject(project: string): Promise<void> {
  await signIn({ project });
}

/** Signs out; the server revokes the token at the identity service. */
export async function signOut(): Promise<void> {
  await send({ method: 'DELETE', path: '/session' });
  otherTabs?.postMessage(null satisfies SignedIn);
}
