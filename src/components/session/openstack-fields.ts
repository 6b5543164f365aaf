import { pasted, trimmed } from '../../../contract/shared/text.ts';
import type { ApiError } from '../../api/http/client.ts';
import type { CloudChoice, CloudCredentials, Session } from '../../api/http/session.ts';

/** The ways to prove who one is; `totp` is the user's with a passcode. */
export const tabNames = { user: 'User', credential: 'Application credential', token: 'Pasted token' } as const;
export type Tab = keyof typeof tabNames;

export type FieldName =
  | 'username'
  | 'password'
  | 'passcode'
  | 'domain'
  | 'project'
  | 'projectDomain'
  | 'id'
  | 'name'
  | 'secret'
  | 'token';
export type Values = Readonly<Record<FieldName, string>>;

export const tabOf = ({ form }: CloudChoice): Tab =>
  form === 'applicationCredential' ? 'credential' : form === 'token' ? 'token' : 'user';

const isId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** What the form begins with: what the operator's entry says, and whose page it was. */
export function firstValues(cloud: CloudChoice, former: Session | null): Values {
  const credential = cloud.applicationCredential ?? '';
  // A name with a domain behind it may as well be a name that looks so.
  const formerUser = former?.user.includes('@') ? '' : (former?.user ?? '');
  return {
    username: formerUser || (cloud.username ?? ''),
    password: '',
    passcode: '',
    domain: cloud.domain ?? '',
    project: former?.project?.name ?? cloud.project ?? '',
    projectDomain: former?.project?.domain ?? cloud.projectDomain ?? '',
    id: isId(credential) ? credential : '',
    name: isId(credential) ? '' : credential,
    secret: '',
    token: '',
  };
}

/** The first field that must not be empty and is, with what to say there; null when nothing is missing. */
export function missingOf(tab: Tab, values: Values, cloud: CloudChoice): { at: FieldName; words: string } | null {
  const isEmpty = (name: FieldName) => trimmed(values[name]) === '';
  if (tab === 'user') {
    // A file may know the user by an id alone.
    if (isEmpty('username') && !cloud.username) return { at: 'username', words: 'Enter the user name.' };
    // A space may be all of a password.
    return values.password === '' ? { at: 'password', words: 'Enter the password.' } : null;
  }
  if (tab === 'token') return isEmpty('token') ? { at: 'token', words: 'Enter the token.' } : null;
  if (isEmpty('id') && isEmpty('name'))
    return { at: 'id', words: 'Enter the id of the application credential, or its name and user.' };
  if (isEmpty('id') && isEmpty('username')) return { at: 'username', words: 'Enter the user of the credential.' };
  return isEmpty('secret') ? { at: 'secret', words: 'Enter the secret.' } : null;
}

/** What is sent, as POST /session takes it: fields that are empty are left out. */
export function asSent(tab: Tab, values: Values): CloudCredentials {
  const filled = (names: readonly FieldName[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, trimmed(values[name])]).filter(([, text]) => text !== ''));
  if (tab === 'token') return { token: pasted(values.token), ...filled(['project', 'projectDomain']) };
  if (tab === 'user')
    return { password: values.password, ...filled(['username', 'passcode', 'domain', 'project', 'projectDomain']) };
  const byId = trimmed(values.id) !== '';
  return {
    applicationCredential: { ...filled(byId ? ['id'] : ['name']), secret: pasted(values.secret) },
    ...(byId ? {} : filled(['username', 'domain'])),
  };
}

const secretOf = { user: 'password', credential: 'secret', token: 'token' } as const;
const fieldsOf: Readonly<Record<Tab, readonly string[]>> = {
  user: ['username', 'password', 'passcode', 'domain', 'project', 'projectDomain'],
  credential: ['id', 'name', 'username', 'domain', 'secret'],
  token: ['token', 'project', 'projectDomain'],
};

/** The field that a refusal is about; null: none, and it is said at the end of the form. */
export function whereSaid(tab: Tab, { code, field }: ApiError): FieldName | null {
  if (code === 'wrong-credentials' || code === 'password-expired') return secretOf[tab];
  const named = field?.replace(/^applicationCredential\./, '') ?? '';
  return fieldsOf[tab].includes(named) ? (named as FieldName) : null;
}
