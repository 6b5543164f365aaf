import { useSuspenseQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type LoaderFunctionArgs, useNavigate, useParams, useRevalidator, useRouteError } from 'react-router';
import { ApiError } from '../../api/http/client.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { editedQuery, editQuery } from '../../api/inventory/queries.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { Dialog } from '../../components/dialogs/Dialog.tsx';
import { openers, useCloseDialog } from '../../components/dialogs/dialog-focus.ts';
import { firstData } from '../../components/layout/first-data.ts';
import { detailsLoader } from '../../components/load-balancer/details-loader.ts';
import { ReadFailed } from '../../components/load-balancer/ReadFailed.tsx';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { EditDialog } from './EditDialog.tsx';

type Params = LoaderFunctionArgs['params'];

const nameIn = ({ edit = '', '*': rest }: Params): string => [edit, rest].filter(Boolean).join('/');
const targetIn = ({ region = '', id = '' }: Params): LoadBalancerRef => ({ region, id });

/** Throws an ApiError for an edit that the load balancer's API does not have. */
export async function loader(args: LoaderFunctionArgs): Promise<null> {
  await detailsLoader(args);
  const { region } = targetIn(args.params);
  const name = nameIn(args.params);
  const edit = await queryClient.fetchQuery(editQuery(region, name));
  if (!edit)
    throw new ApiError({
      status: 404,
      source: 'panel',
      code: 'no-edit',
      message: `There is nothing to edit at “${name}” of a load balancer of ${currentProvider().capabilities.apiName}.`,
    });
  // So that the form is drawn once and with its value; a failure is told in the dialog.
  const { details } = inventory.details.stateOf(targetIn(args.params));
  if (details) await firstData(queryClient.prefetchQuery(editedQuery(edit, details)));
  return null;
}

/** `/load-balancers/{region}/{id}/{edit}`: an edit of a load balancer, as a dialog over its page. */
export default function EditPage() {
  const params = useParams();
  const navigate = useNavigate();
  const target = targetIn(params);
  const name = nameIn(params);
  const { data: edit } = useSuspenseQuery(editQuery(target.region, name));
  const close = useCloseDialog(paths.loadBalancer(target), openers.edit(name));
  const leave = useCallback(() => void navigate(paths.list(), { replace: true }), [navigate]);
  if (!edit) return null;
  return (
    <EditDialog
      key={`${name} ${target.region}/${target.id}`}
      edit={edit}
      target={target}
      onClose={close}
      // The page of what is deleted has nothing more to show.
      onDone={edit.whenGone === undefined ? close : leave}
    />
  );
}

/** In place of a dialog that cannot be opened. */
export function ErrorBoundary() {
  const params = useParams();
  const target = targetIn(params);
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  const close = useCloseDialog(paths.loadBalancer(target));
  const isNone = error instanceof ApiError && error.code === 'no-edit';
  return (
    <Dialog
      title={isNone ? 'Nothing to edit' : 'Edit'}
      onClose={close}
      footer={
        <Button key="close" onClick={close}>
          Close
        </Button>
      }
    >
      {isNone ? <p>{error.message}</p> : <ReadFailed target={target} error={error} onRetry={() => void revalidate()} />}
    </Dialog>
  );
}
