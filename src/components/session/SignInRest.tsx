import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { pasted } from '../../../contract/shared/text.ts';
import { ApiError } from '../../api/http/client.ts';
import type { CloudCredentials, ProjectChoice, Unfinished } from '../../api/http/session.ts';
import { Button } from '../controls/Button.tsx';
import { Form } from '../forms/Form.tsx';
import css from './sign-in.module.css';

interface SignInRestProps {
  rest: Unfinished;
  busy: boolean;
  /** Completes the sign-in. Rejects with an ApiError. */
  send(given: CloudCredentials): Promise<void>;
  /** Back to the first step. `why`: what went wrong, as a sentence; null when the user asked for it. */
  onAgain(why: string | null): void;
}

/** Projects in the order of their names; one that shares its name says its domain, too. */
export function projectOptions(projects: readonly ProjectChoice[]): { value: string; label: string }[] {
  const names = projects.map(({ name }) => name);
  return [...projects]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name, domainId }) => ({
      value: id,
      label:
        names.filter((each) => each === name).length > 1 ? `${name} (domain ${domainId ?? 'unknown'}, ${id})` : name,
    }));
}

const alert = { role: 'alert' };

/** The second step of a sign-in: a passcode, or one of several projects. */
export function SignInRest({ rest, busy, send, onAgain }: SignInRestProps) {
  const options = rest.need === 'project' ? projectOptions(rest.projects) : [];
  const [value, setValue] = useState(options[0]?.value ?? '');
  const [wrong, setWrong] = useState<{ readonly atField: boolean; readonly words: string } | null>(null);

  async function submit() {
    const given = pasted(value);
    if (given === '') {
      setWrong({ atField: true, words: 'Enter the passcode.' });
      return;
    }
    setWrong(null);
    try {
      await send(rest.need === 'totp' ? { passcode: given } : { project: value });
    } catch (cause) {
      const words = cause instanceof ApiError ? cause.message : String(cause);
      // The server has forgotten the first step, and takes this one for a first step that lacks all else.
      if (cause instanceof ApiError && cause.code === 'invalid' && cause.field === 'password')
        onAgain('More than five minutes have passed since the first step. Sign in again.');
      else setWrong({ atField: cause instanceof ApiError && cause.code === 'wrong-credentials', words });
    }
  }

  const shared = {
    value,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => setValue(currentTarget.value),
    error: wrong?.atField ? wrong.words : null,
    errorProps: alert,
    'aria-invalid': wrong?.atField || undefined,
    'data-autofocus': true,
    autoFocus: true,
  };
  return (
    <Form
      className={css.form}
      loading={busy}
      submitError={wrong && !wrong.atField ? wrong.words : null}
      enterSubmits
      onSubmit={() => void submit()}
      actions={
        <>
          <Button type="submit" variant="primary" busy={busy}>
            Sign in
          </Button>
          <p className={css.other}>
            <Button variant="link" onClick={() => onAgain(null)}>
              Start again
            </Button>
          </p>
        </>
      }
    >
      {rest.need === 'totp' ? (
        <TextInput
          label="Passcode"
          description="This user needs the code that their device shows now."
          inputMode="numeric"
          autoComplete="one-time-code"
          {...shared}
        />
      ) : (
        <NativeSelect
          label="Project"
          description="Load balancers belong to projects. The account menu goes over to another one later."
          translate="no"
          data={options}
          {...shared}
        />
      )}
    </Form>
  );
}
