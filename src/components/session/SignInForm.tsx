import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import { pasted, trimmed } from '../../../contract/shared/text.ts';
import { ApiError } from '../../api/http/client.ts';
import {
  type Credentials,
  type Session,
  type SessionState,
  type SignedOut,
  sessionQuery,
  signIn,
} from '../../api/http/session.ts';
import { Button } from '../controls/Button.tsx';
import css from './SignInForm.module.css';

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

interface SignInFormProps {
  /** What the server tells somebody who is not signed in; undefined until it is known. */
  signedOut: SignedOut | undefined;
  /** The name to begin with. */
  name?: string;
  onSignedIn(session: Session): void;
}

/** Signs in by user name with API key or password, or with a token of an account. The name stays when it fails. */
export function SignInForm({ signedOut, name: initialName = '', onSignedIn }: SignInFormProps) {
  const queryClient = useQueryClient();
  const id = useId();
  const [way, setWay] = useState<Way>('apiKey');
  const [name, setName] = useState(initialName);
  const [secret, setSecret] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const secretField = useRef<HTMLInputElement>(null);
  const words = ways[way];

  async function attempt(what: string, given: Credentials) {
    if (busy) return;
    setBusy(what);
    setError(null);
    try {
      const session = await signIn(given);
      const state: SessionState = { signedIn: true, session };
      queryClient.setQueryData(sessionQuery.queryKey, state);
      onSignedIn(session);
    } catch (cause) {
      setError(cause instanceof ApiError ? cause.message : String(cause));
      setBusy(null);
      secretField.current?.focus();
      secretField.current?.select();
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!trimmed(name)) {
      setError(`Enter the ${words.name.toLowerCase()}.`);
      nameField.current?.focus();
    } else if (!(way === 'password' ? secret : pasted(secret))) {
      setError(`Enter the ${words.secret === 'API key' ? 'API key' : words.secret.toLowerCase()}.`);
      secretField.current?.focus();
    } else {
      void attempt('form', credentials(way, name, secret));
    }
  }

  const invalid = error !== null;
  return (
    <div className={css.wrap}>
      <form className={css.form} onSubmit={submit} noValidate>
        <div className={css.field}>
          <label htmlFor={`${id}-name`}>{words.name}</label>
          <input
            ref={nameField}
            id={`${id}-name`}
            name="username"
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            inputMode={way === 'token' ? 'numeric' : 'text'}
            aria-invalid={invalid}
            aria-describedby={invalid ? `${id}-error` : undefined}
            data-autofocus={initialName ? undefined : true}
          />
        </div>
        <div className={css.field}>
          <label htmlFor={`${id}-secret`}>{words.secret}</label>
          <input
            ref={secretField}
            id={`${id}-secret`}
            type="password"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            autoComplete={words.autoComplete}
            data-autofocus={initialName ? true : undefined}
            aria-invalid={invalid}
            aria-describedby={invalid ? `${id}-error` : undefined}
          />
        </div>
        <p id={`${id}-error`} role="alert" className={css.error}>
          {error}
        </p>
        <Button type="submit" variant="primary" className={css.submit ?? ''} busy={busy === 'form'}>
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
                  setError(null);
                  if (each === 'token' || way === 'token') setName('');
                }}
              >
                {ways[each].other}
              </Button>
            ))}
        </p>
        {way === 'token' ? (
          <p className={css.hint}>For accounts with multi-factor sign-in: get a token elsewhere and paste it here.</p>
        ) : null}
      </form>
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
