import '@mantine/core/styles/PasswordInput.layer.css';
import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { pasted, trimmed } from '../../../contract/shared/text.ts';
import { ApiError } from '../../api/http/client.ts';
import type { Credentials, Session, SignedOut } from '../../api/http/session.ts';
import { Button } from '../controls/Button.tsx';
import { Form } from '../forms/Form.tsx';
import css from './sign-in.module.css';
import { useSignIn } from './use-sign-in.ts';

type Way = 'apiKey' | 'password' | 'token';

const ways: Record<Way, { name: string; secret: string; other: string; autoComplete: string }> = {
  apiKey: { name: 'User name', secret: 'API key', other: 'Use an API key', autoComplete: 'off' },
  password: { name: 'User name', secret: 'Password', other: 'Use a password', autoComplete: 'current-password' },
  token: { name: 'Account number', secret: 'Token', other: 'Use a token', autoComplete: 'off' },
};

/** Without what pasting brings along; a password stays as it is. */
const credentials = (way: Way, name: string, secret: string): Credentials =>
  way === 'apiKey'
    ? { username: trimmed(name), apiKey: pasted(secret) }
    : way === 'password'
      ? { username: trimmed(name), password: secret }
      : { account: pasted(name), token: pasted(secret) };

/** What is wrong, and where it is said. */
interface Wrong {
  readonly at: 'name' | 'secret' | 'form';
  readonly words: string;
}

const alert = { role: 'alert' };

interface ClbSignInProps {
  /** What the server tells somebody who is not signed in; undefined until it is known. */
  signedOut: SignedOut | undefined;
  /** The name to begin with. */
  name?: string;
  /** The cloud that was chosen, where there are several. */
  cloud?: string;
  onSignedIn(session: Session): void;
}

/** Signs in to Cloud Load Balancers by user name with API key or password, or with a token of an account. The name stays when it fails. */
export function ClbSignIn({ signedOut, name: initialName = '', cloud, onSignedIn }: ClbSignInProps) {
  const [way, setWay] = useState<Way>('apiKey');
  const [name, setName] = useState(initialName);
  const [secret, setSecret] = useState('');
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const { busy, attempt: signInWith } = useSignIn(onSignedIn);
  const words = ways[way];

  async function attempt(what: string, given: Credentials) {
    setWrong(null);
    try {
      await signInWith(what, cloud === undefined ? given : { ...given, cloud });
    } catch (cause) {
      const refused = what === 'form' && cause instanceof ApiError && cause.code === 'wrong-credentials';
      setWrong({
        at: refused ? 'secret' : 'form',
        words: cause instanceof ApiError ? cause.message : String(cause),
      });
    }
  }

  function submit() {
    if (busy) return;
    if (!trimmed(name)) setWrong({ at: 'name', words: `Enter the ${words.name.toLowerCase()}.` });
    else if (!(way === 'password' ? secret : pasted(secret)))
      setWrong({
        at: 'secret',
        words: `Enter the ${words.secret === 'API key' ? 'API key' : words.secret.toLowerCase()}.`,
      });
    else void attempt('form', credentials(way, name, secret));
  }

  return (
    <div className={css.wrap}>
      <Form
        className={css.form}
        loading={busy !== null}
        submitError={wrong?.at === 'form' ? wrong.words : null}
        enterSubmits
        onSubmit={submit}
        actions={
          <>
            <Button type="submit" variant="primary" busy={busy === 'form'}>
              Sign in
            </Button>
            <p className={css.other}>
              {(Object.keys(ways) as Way[])
                .filter((each) => each !== way)
                .map((each) => (
                  <Button
                    key={each}
                    variant="link"
                    onClick={() => {
                      setWay(each);
                      setSecret('');
                      setWrong(null);
                      if (each === 'token' || way === 'token') setName('');
                    }}
                  >
                    {ways[each].other}
                  </Button>
                ))}
            </p>
            {way === 'token' ? (
              <p className={css.hint}>
                For accounts with multi-factor sign-in: get a token elsewhere and paste it here.
              </p>
            ) : null}
          </>
        }
      >
        <TextInput
          label={words.name}
          name="username"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          inputMode={way === 'token' ? 'numeric' : 'text'}
          error={wrong?.at === 'name' ? wrong.words : null}
          errorProps={alert}
          data-autofocus={initialName ? undefined : true}
        />
        <PasswordInput
          label={words.secret}
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          autoComplete={words.autoComplete}
          error={wrong?.at === 'secret' ? wrong.words : null}
          errorProps={alert}
          aria-invalid={wrong?.at === 'secret' || undefined}
          data-autofocus={initialName ? true : undefined}
        />
      </Form>
      {signedOut?.local && signedOut.demoUsers.length > 0 ? (
        <section className={css.demo} aria-label="Demo users">
          <p>This is a local region: changes here reach no real account. Sign in with one click as</p>
          <div className={css.users}>
            {signedOut.demoUsers.map((user) => (
              <Button
                key={user.username}
                busy={busy === user.username}
                aria-label={`Sign in as ${user.username}`}
                onClick={() => attempt(user.username, { username: user.username, apiKey: user.apiKey })}
              >
                {user.username}
              </Button>
            ))}
          </div>
        </section>
      ) : null}
    </div>
  );
}
