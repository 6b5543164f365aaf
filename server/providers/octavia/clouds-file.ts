import { keystoneRoot, type Named, type OpenStackCloud, type SignInForm } from './cloud.ts';

/**
 * Reads the entries of a `clouds.yaml` as openstacksdk does: each becomes a cloud that is offered at sign-in, or one that cannot work,
 * with the reason. Secrets in it are neither used nor kept, and nothing that it names is fetched. Sources: openstacksdk,
 * `config/loader.py` and "Configuring OpenStack SDK Applications"; keystoneauth, "Authentication Plugins".
 */

/** A cloud of the file, with what only the program that reads it can judge. */
export interface FileCloud extends OpenStackCloud {
  /** Path of the certificates of its authorities, as written. */
  readonly cacert: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names are read with `-` and `_` alike. */
const normalized = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replaceAll('-', '_'),
      isFields(value) && name !== 'values' ? normalized(value) : value,
    ]),
  );

/** What stands in `over` wins, deep down. */
function merged(under: Fields, over: Fields): Record<string, unknown> {
  const all: Record<string, unknown> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = all[name];
    all[name] = isFields(below) && isFields(value) ? merged(below, value) : value;
  }
  return all;
}

const longest = 2_000;
/** A scalar as text; YAML takes an id of digits for a number. */
const text = (value: unknown): string | null => {
  const written = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return written === '' || written.length > longest ? null : written;
};
const first = (fields: Fields, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const found = text(fields[name]);
    if (found !== null) return found;
  }
  return null;
};

/** By either spelling. Keys of project, domain and token beside `auth` win over those in it; of the rest those in it do. */
const outside = /^(project|tenant|domain|user_domain|project_domain|default_domain)_(id|name)$|^(auth_)?token$/;
function authOf(entry: Fields): Fields {
  const inside = isFields(entry.auth) ? entry.auth : {};
  const beside = Object.entries(entry).filter(([, value]) => text(value) !== null);
  return {
    ...Object.fromEntries(beside.filter(([name]) => !outside.test(name))),
    ...inside,
    ...Object.fromEntries(beside.filter(([name]) => outside.test(name))),
  };
}

const named = (fields: Fields, ...kinds: readonly string[]): Named | null => {
  for (const kind of kinds) {
    const id = first(fields, `${kind}_id`);
    if (id !== null) return { id };
    const name = first(fields, `${kind}_name`);
    if (name !== null) return { name };
  }
  return null;
};

const forms: Readonly<Record<string, SignInForm>> = {
  password: 'password',
  v3password: 'password',
  token: 'token',
  v3token: 'token',
  v3applicationcredential: 'applicationCredential',
};

const isTrue = (value: unknown) => value === true || (typeof value === 'string' && /^true$/i.test(value.trim()));

/** How people sign in by an entry, or why they cannot. */
function formOf(entry: Fields, auth: Fields): SignInForm | { readonly why: string } {
  const type = text(entry.auth_type)?.toLowerCase() ?? (text(auth.token) === null ? 'password' : 'token');
  const form = Object.hasOwn(forms, type) ? forms[type] : undefined;
  if (form) return form;
  if (type === 'v3multifactor') {
    const given = entry.auth_methods ?? auth.auth_methods;
    const methods = (Array.isArray(given) ? given : String(given ?? '').split(','))
      .map((method) => String(method).trim().replace(/^v3/, ''))
      .filter((method) => method !== '');
    const others = methods.filter((method) => method !== 'password' && method !== 'totp');
    if (methods.includes('password') && others.length === 0) return methods.includes('totp') ? 'totp' : 'password';
    return {
      why: `It asks for ${methods.join(' and ') || 'no method'}; the panel asks for a password and a one-time code.`,
    };
  }
  if (/oidc|saml|federat|kerberos|mapped|oauth/.test(type))
    return {
      why: `Its auth_type ${type} needs another identity provider, which the panel cannot be sent back from. Sign in with a pasted token.`,
    };
  if (/^v2/.test(type))
    return { why: `Its auth_type ${type} is of Identity v2.0, which Octavia’s clouds no longer have.` };
  return { why: `Its auth_type ${type} is none that the panel knows.` };
}

/** Why a sign-in by an entry would not be for a project, as a sentence; null when it would. */
function whyNoProject(entry: Fields, auth: Fields, project: boolean): string | null {
  if (text(auth.system_scope) !== null || text(entry.system_scope) !== null)
    return 'It is for the whole system (system_scope), and load balancers belong to projects.';
  if (text(auth.trust_id) !== null) return 'It signs in by a trust (trust_id), which the panel does not use.';
  if (!project && (text(auth.domain_id) !== null || text(auth.domain_name) !== null))
    return 'It is for a domain without a project, and load balancers belong to projects.';
  return null;
}

/** Why the entry's transport cannot be used, as a sentence; null when it can. */
function whyNoTransport(entry: Fields): string | null {
  const { verify } = entry;
  if (typeof verify === 'string')
    return `Its verify is the text "${verify.slice(0, 20)}"; write true or false without quotes.`;
  if (verify === false || isTrue(entry.insecure))
    return 'It does not verify certificates (verify: false), and passwords would go to whoever answers. Name the authority’s certificate as cacert instead.';
  if (text(entry.cert) !== null)
    return 'It signs in with a certificate of its own (cert), which the panel does not use.';
  return null;
}

/** Why the address of the identity service cannot be used, as a sentence; null when it can. */
function whyNoAddress(address: string | null, entry: Fields): string | null {
  const profile = first(entry, 'profile', 'cloud');
  if (address === null)
    return profile === null
      ? 'It has no auth_url.'
      : /^https?:/i.test(profile)
        ? 'Its profile is an address, and the panel fetches no profiles. Write its auth_url into the entry.'
        : `It has no auth_url of its own, and the panel knows no profile ${profile}. Write its auth_url into the entry.`;
  if (/[{}]/.test(address)) return 'Its auth_url holds a field other than {region_name}.';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    return 'Its auth_url is no address that begins with https:// or http://.';
  const { username, password, search, hash, pathname } = new URL(address);
  if (username || password || search || hash) return 'Its auth_url has parts that an identity service cannot have.';
  if (/\/v2\.0\/?$/.test(pathname) || /^2(\.0)?$/.test(String(entry.identity_api_version ?? '')))
    return 'It is for Identity v2.0, which Octavia’s clouds no longer have.';
  return null;
}

const faces: Readonly<Record<string, OpenStackCloud['interface']>> = {
  public: 'public',
  publicurl: 'public',
  internal: 'internal',
  internalurl: 'internal',
  admin: 'admin',
  adminurl: 'admin',
};

function cloudOf(name: string, entry: Fields, regions: readonly string[]): FileCloud {
  const auth = authOf(entry);
  const [region] = regions;
  const written = first(auth, 'auth_url');
  const address = region === undefined ? written : (written?.replaceAll('{region_name}', region) ?? null);
  const form = formOf(entry, auth);
  const projectId = first(auth, 'project_id', 'tenant_id');
  const project = first(auth, 'project_name', 'tenant_name', 'project');
  const isBound = form === 'applicationCredential';
  const face =
    first(entry, 'load_balancer_interface', 'interface', 'load_balancer_endpoint_type', 'endpoint_type') ?? 'public';
  const isFace = Object.hasOwn(faces, face.toLowerCase());
  const override = first(entry, 'load_balancer_endpoint_override');
  const why = [
    whyNoAddress(address, entry),
    typeof form === 'string' ? null : form.why,
    isBound ? null : whyNoProject(entry, auth, projectId !== null || project !== null),
    whyNoTransport(entry),
    isFace ? null : `Its interface ${face} is none of public, internal and admin.`,
    override === null || URL.canParse(override) ? null : 'Its load_balancer_endpoint_override is no address.',
  ].find((each) => each !== null);
  return {
    name,
    url: why === undefined && address !== null ? keystoneRoot(address) : 'https://unusable.invalid/v3',
    interface: faces[face.toLowerCase()] ?? 'public',
    regions,
    endpointOverride: override,
    form: typeof form === 'string' ? form : 'password',
    username: first(auth, 'username', 'user_name', 'user'),
    userId: first(auth, 'user_id'),
    domain: named(auth, 'user_domain', 'default_domain', 'domain'),
    project: isBound ? null : project,
    projectId: isBound ? null : projectId,
    projectDomain: named(auth, 'project_domain', 'default_domain', 'domain'),
    applicationCredential: named(auth, 'application_credential'),
    notice:
      isBound && (project !== null || projectId !== null)
        ? 'An application credential is bound to its project; the project in the file is left out.'
        : null,
    cacert: text(entry.cacert),
    refusal: why ?? null,
  };
}

const unusable = (name: string, refusal: string): FileCloud => ({ ...cloudOf(name, {}, []), refusal });

/** Region names of an entry, each with what it changes. */
function regionsOf(entry: Fields): { readonly name: string; readonly values: Fields }[] {
  const listed = Array.isArray(entry.regions) ? entry.regions : [];
  const known = listed.flatMap((each: unknown) => {
    const name = isFields(each) ? text(each.name) : text(each);
    return name === null
      ? []
      : [{ name, values: isFields(each) && isFields(each.values) ? normalized(each.values) : {} }];
  });
  const given = entry.region_name ?? entry.region;
  const wanted = (Array.isArray(given) ? given : [given]).map(text).filter((name) => name !== null);
  const others = wanted.filter((name) => !known.some((each) => each.name === name));
  const place = ({ name }: { readonly name: string }) => (wanted.includes(name) ? wanted.indexOf(name) : wanted.length);
  return [...known, ...others.map((name) => ({ name, values: {} }))].sort((a, b) => place(a) - place(b));
}

function cloudsOf(name: string, given: unknown): FileCloud[] {
  if (!isFields(given)) return [unusable(name, 'Its entry is not a list of settings.')];
  const entry = normalized(given);
  const regions = regionsOf(entry);
  const isApart = regions.some(({ values }) => Object.keys(values).length > 0);
  const address = first(authOf(entry), 'auth_url') ?? '';
  // Where regions have identity services of their own, each is a sign-in of its own.
  if (regions.length > 0 && (isApart || address.includes('{region_name}')))
    return regions.map((region) =>
      cloudOf(regions.length === 1 ? name : `${name} ${region.name}`, merged(entry, region.values), [region.name]),
    );
  return [
    cloudOf(
      name,
      entry,
      regions.map((region) => region.name),
    ),
  ];
}

/** Most clouds that are offered; the file is an operator's own. */
const mostClouds = 500;

/**
 * The clouds of a file's content. `secure`: that of the file with the secrets, laid over it. Returns a sentence where it is no such file.
 * Never throws.
 */
export function readClouds(content: unknown, secure: unknown = {}): FileCloud[] | string {
  const clouds = isFields(content) ? content.clouds : undefined;
  const over = isFields(secure) && isFields(secure.clouds) ? secure.clouds : {};
  if (!isFields(clouds) && Object.keys(over).length === 0) return 'has no list of clouds';
  const all = merged(isFields(clouds) ? clouds : {}, over);
  const found = Object.entries(all).flatMap(([name, entry]) => cloudsOf(name, entry));
  if (found.length === 0) return 'has no cloud in it';
  if (found.length > mostClouds) return `has more than ${mostClouds} clouds in it`;
  return found;
}
