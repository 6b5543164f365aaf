import { PanelError } from '../../reply.ts';

/** What was tried, as far as Keystone's one answer to all that is wrong needs telling apart. */
export type Tried = 'password' | 'passcode' | 'applicationCredential' | 'token' | 'project';

const wrong: Readonly<Record<Tried, string>> = {
  password:
    'Incorrect user name, password, domain or project; Keystone does not say which. A locked or disabled user and a project in which the user has no role are answered alike: after several wrong passwords wait, or ask the operator of the cloud.',
  passcode:
    'Incorrect password or passcode, or the passcode is too old. Enter the newest one. A locked or disabled user is answered alike.',
  applicationCredential:
    'Incorrect application credential: its id (or its name with its user), its secret, or it has expired. Its user may also be disabled.',
  token: 'The token is not valid, or it has expired. Get a new one.',
  project: 'There is no such project, the user has no role in it, or the session expired.',
};

/**
 * What Keystone's 401, 403 or 404 to a sign-in means, in words. It answers 401 to all that is wrong; of what its sentence tells apart
 * the words say more. Source: Identity API v3 reference; keystone/exception.py.
 */
export const refusal =
  (tried: Tried) =>
  (status: number, message: string): PanelError => {
    if (/password is expired/i.test(message))
      return new PanelError(
        401,
        'password-expired',
        'The password has expired. Change it in the cloud’s dashboard or by “openstack user password set”, then sign in with the new one.',
      );
    if (/delegated token/i.test(message))
      return new PanelError(
        403,
        'bound',
        'This token was made by an application credential or a trust, so no other can be made from it. Sign in with a user, or leave the project out.',
      );
    if (/cannot request a scope/i.test(message))
      return new PanelError(401, 'bound', 'An application credential is bound to its project. Leave the project out.');
    if (/unsupported method/i.test(message))
      return new PanelError(
        401,
        'unsupported-method',
        'This cloud’s identity service does not take that way of signing in. Choose another one.',
      );
    if (status === 403)
      return new PanelError(
        403,
        'identity-refused',
        'The identity service does not let this token be used for another project. Sign in anew and name the project there.',
      );
    return new PanelError(401, 'wrong-credentials', wrong[tried]);
  };
