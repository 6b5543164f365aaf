import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changeProject, projectsQuery } from '../../api/http/session.ts';
import { Button } from '../controls/Button.tsx';
import { Skeleton } from '../controls/Skeleton.tsx';
import { FormDialog } from '../forms/FormDialog.tsx';
import { Banner } from '../layout/Banner.tsx';
import { closeOverlay } from '../layout/overlays.ts';
import { projectOptions } from './SignInRest.tsx';
import { forgetOwnQueue, mayLeave, openAnew } from './sign-out.ts';
import { useSession } from './use-session.ts';

/** Goes over to another project of the same user. */
export default function ProjectDialog() {
  const { project } = useSession();
  const projects = useQuery(projectsQuery);
  const [chosen, setChosen] = useState<string>();
  const [wrong, setWrong] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const others = projects.data?.filter(({ id }) => id !== project?.id) ?? [];
  const value = chosen ?? projectOptions(others)[0]?.value ?? '';

  async function submit() {
    if (!(await mayLeave('Switch project'))) return;
    setWrong(null);
    setLoading(true);
    try {
      await changeProject(value);
      forgetOwnQueue();
      openAnew('/');
    } catch (cause) {
      setWrong(cause instanceof Error ? cause.message : String(cause));
      setLoading(false);
    }
  }

  return (
    <FormDialog
      title="Switch project"
      loading={loading}
      submitError={wrong}
      submit={others.length > 0 ? { name: 'Switch project' } : null}
      dirty={false}
      unsaved=""
      onClose={closeOverlay}
      onSubmit={() => void submit()}
    >
      {projects.isError ? (
        <Banner
          tone="error"
          live
          actions={
            <Button variant="link" onClick={() => void projects.refetch()}>
              Try again
            </Button>
          }
        >
          The projects could not be read: {projects.error.message}
        </Banner>
      ) : projects.isPending ? (
        <Skeleton width={20} />
      ) : others.length === 0 ? (
        <p>There is no other project in which this user has a role.</p>
      ) : (
        <NativeSelect
          label="Project"
          description={`Now ${project?.name}. The panel opens anew with the other one.`}
          translate="no"
          data={projectOptions(others)}
          value={value}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data-autofocus
        />
      )}
    </FormDialog>
  );
}
