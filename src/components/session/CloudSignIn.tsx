import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { CloudChoice, Session, SignedOut } from '../../api/http/session.ts';
import { Banner } from '../layout/Banner.tsx';
import { ClbSignIn } from './ClbSignIn.tsx';
import { OpenStackSignIn } from './OpenStackSignIn.tsx';
import css from './sign-in.module.css';

export interface CloudSignInProps {
  signedOut: SignedOut;
  clouds: readonly CloudChoice[];
  /** Whose page it is, when its sign-in has ended. */
  former: Session | null;
  onSignedIn(session: Session): void;
}

/** Where there are clouds to choose from, or one of OpenStack. */
export default function CloudSignIn({ signedOut, clouds, former, onSignedIn }: CloudSignInProps) {
  const open = clouds.filter(({ refusal }) => refusal === null);
  const formerly = clouds.find(({ name, provider }) =>
    former?.cloud === undefined ? provider === former?.provider : name === former.cloud,
  );
  const [name, setName] = useState((formerly ?? open[0] ?? clouds[0])?.name);
  const cloud = clouds.find((each) => each.name === name);
  if (!cloud) return null;
  return (
    <div className={css.form}>
      {clouds.length > 1 ? (
        <NativeSelect
          label="Cloud"
          translate="no"
          value={cloud.name}
          onChange={(event) => setName(event.currentTarget.value)}
          data={clouds.map((each) => ({
            value: each.name,
            label: each.refusal === null ? each.name : `${each.name}: ${each.refusal}`,
            disabled: each.refusal !== null,
          }))}
        />
      ) : null}
      {cloud.refusal !== null ? (
        <Banner tone="error">
          Nobody can sign in to {cloud.name} with this panel. {cloud.refusal}
        </Banner>
      ) : cloud.provider === 'clb' ? (
        <ClbSignIn
          key={cloud.name}
          signedOut={signedOut}
          name={former?.user ?? ''}
          cloud={cloud.name}
          onSignedIn={onSignedIn}
        />
      ) : (
        <OpenStackSignIn
          key={cloud.name}
          cloud={cloud}
          former={formerly === cloud ? former : null}
          onSignedIn={onSignedIn}
        />
      )}
    </div>
  );
}
