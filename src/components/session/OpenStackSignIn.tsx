import '@mantine/core/styles/PasswordInput.layer.css';
import '@mantine/core/styles/Tabs.layer.css';
import { PasswordInput, Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../api/http/client.ts';
import type { CloudChoice, CloudCredentials, Session, Unfinished } from '../../api/http/session.ts';
import { Button } from '../controls/Button.tsx';
import { Form } from '../forms/Form.tsx';
import {
  asSent,
  type FieldName,
  firstValues,
  missingOf,
  type Tab,
  tabNames,
  tabOf,
  whereSaid,
} from './openstack-fields.ts';
import { SignInRest } from './SignInRest.tsx';
import css from './sign-in.module.css';
import { useSignIn } from './use-sign-in.ts';

interface OpenStackSignInProps {
  cloud: CloudChoice;
  /** Whose page it is, when its sign-in to this cloud has ended. */
  former: Session | null;
  onSignedIn(session: Session): void;
}

/** What is wrong, and at which field; null: at none. */
interface Wrong {
  readonly at: FieldName | null;
  readonly words: string;
}

const alert = { role: 'alert' };

/** Signs in to an OpenStack cloud by user, application credential or token. What was typed stays when it fails. */
export function OpenStackSignIn({ cloud, former, onSignedIn }: OpenStackSignInProps) {
  const [tab, setTab] = useState<Tab>(tabOf(cloud));
  const [values, setValues] = useState(() => firstValues(cloud, former));
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const [rest, setRest] = useState<Unfinished | null>(null);
  const { busy, attempt } = useSignIn(onSignedIn);

  async function send(given: CloudCredentials): Promise<void> {
    setWrong(null);
    setRest(await attempt('form', { ...given, cloud: cloud.name }));
  }

  async function submit() {
    const missing = missingOf(tab, values, cloud);
    if (missing) {
      setWrong(missing);
      return;
    }
    try {
      await send(asSent(tab, values));
    } catch (cause) {
      setWrong(
        cause instanceof ApiError
          ? { at: whereSaid(tab, cause), words: cause.message.replace(/^[\w.]+: /, '') }
          : { at: null, words: String(cause) },
      );
    }
  }

  if (rest)
    return (
      <SignInRest
        rest={rest}
        busy={busy !== null}
        send={send}
        onAgain={(why) => {
          setRest(null);
          setWrong(why === null ? null : { at: null, words: why });
        }}
      />
    );

  const field = (name: FieldName) => ({
    value: values[name],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      setValues({ ...values, [name]: currentTarget.value }),
    error: wrong?.at === name ? wrong.words : null,
    errorProps: alert,
    'aria-invalid': wrong?.at === name || undefined,
  });
  const plain = { autoCapitalize: 'none', spellCheck: false, autoComplete: 'off' } as const;
  const userName = (
    <TextInput label="User name" {...plain} autoComplete="username" data-autofocus {...field('username')} />
  );
  const domain = (
    <TextInput label="Domain" description="Default, unless it says otherwise." {...plain} {...field('domain')} />
  );
  const project = (
    <div className={css.pair}>
      <TextInput label="Project" description="Empty: choose one later." {...plain} {...field('project')} />
      <TextInput label="Project domain" description="Empty: that of the user." {...plain} {...field('projectDomain')} />
    </div>
  );

  return (
    <Form
      className={css.form}
      loading={busy !== null}
      submitError={wrong?.at === null ? wrong.words : null}
      enterSubmits
      onSubmit={() => void submit()}
      actions={
        <Button type="submit" variant="primary" busy={busy === 'form'}>
          Sign in
        </Button>
      }
    >
      {cloud.notice ? <p className={css.hint}>{cloud.notice}</p> : null}
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => {
          setTab(next as Tab);
          setWrong(null);
        }}
      >
        <Tabs.List aria-label="Sign in by" className={css.tabs}>
          {Object.entries(tabNames).map(([each, name]) => (
            <Tabs.Tab key={each} value={each}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="user" className={css.fields}>
          {userName}
          <PasswordInput label="Password" autoComplete="current-password" {...field('password')} />
          <TextInput
            label="Passcode"
            description="Only for a user who needs one."
            {...plain}
            autoComplete="one-time-code"
            inputMode="numeric"
            {...field('passcode')}
          />
          {domain}
          {project}
        </Tabs.Panel>
        <Tabs.Panel value="credential" className={css.fields}>
          <TextInput
            label="Id"
            description="Or leave it empty, and say name and user."
            {...plain}
            data-autofocus
            {...field('id')}
          />
          <TextInput label="Name" {...plain} {...field('name')} />
          {userName}
          {domain}
          <PasswordInput label="Secret" autoComplete="off" {...field('secret')} />
          <p className={css.hint}>It is of one project, the one that it was made in.</p>
        </Tabs.Panel>
        <Tabs.Panel value="token" className={css.fields}>
          <PasswordInput label="Token" autoComplete="off" data-autofocus {...field('token')} />
          {project}
        </Tabs.Panel>
      </Tabs>
    </Form>
  );
}
