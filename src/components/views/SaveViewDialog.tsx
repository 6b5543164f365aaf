import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { savedViewLimits, savedViewName } from '../../../contract/shared/saved-view.ts';
import { comparable } from '../../../contract/shared/text.ts';
import { changeView, type SavedView, saveView, viewsQuery } from '../../api/views/views.ts';
import type { FieldsSchema } from '../../model/fields-schema.ts';
import { FormDialog } from '../forms/FormDialog.tsx';
import { useFields } from '../forms/use-fields.ts';
import { closeOverlay, showOverlay } from '../layout/overlays.ts';
import { listInView } from '../load-balancer/list-in-view.ts';
import { toast } from '../notifications/notices.ts';

interface Typed {
  name: string;
}

/** By hand: a schema of the contract would bring zod to the list. */
const schema: FieldsSchema<Typed> = {
  '~standard': {
    version: 1,
    vendor: 'holdfast',
    validate(value) {
      const name = savedViewName((value as Typed).name);
      return name === '' ? { issues: [{ path: ['name'], message: 'Enter a name.' }] } : { value: { name } };
    },
  },
};

const unsaved = {
  title: 'Close without saving?',
  body: 'The name that you typed will be lost.',
  action: 'Discard',
  cancel: 'Keep editing',
};

interface SaveViewProps {
  /** The view that gets another name; none: what the list shows becomes a new one. */
  view: SavedView | undefined;
}

/** Names what the list shows, or renames a view. */
export function SaveViewDialog({ view }: SaveViewProps) {
  const others = useQuery(viewsQuery).data?.filter(({ id }) => id !== view?.id) ?? [];
  const [query] = useState(() => view?.query ?? listInView.get()?.query() ?? '');
  const { form, at, shell } = useFields({
    initialValues: { name: view?.name ?? '' },
    schema,
    async submit({ name }) {
      if (query.length > savedViewLimits.query)
        throw new Error('The search and filters are too long to be saved. Shorten the search or choose fewer values.');
      await (view ? changeView({ ...view, name }) : saveView({ name, query }));
      if (view) showOverlay({ kind: 'views' });
      else closeOverlay();
      toast({ text: view ? `Renamed the view to “${name}”.` : `Saved the view “${name}”.` });
    },
  });
  const typed = comparable(form.values.name);
  const same = view ? undefined : others.find(({ name }) => comparable(name) === typed);
  return (
    <FormDialog
      title={view ? 'Rename view' : 'Save view'}
      size={440}
      {...shell}
      enterSubmits
      unsaved={unsaved}
      submit={{ name: view ? 'Rename view' : 'Save view' }}
      onClose={() => (view ? showOverlay({ kind: 'views' }) : closeOverlay())}
    >
      <TextInput
        label="Name"
        description={
          same
            ? `Replaces your view “${same.name}”.`
            : view
              ? null
              : 'Keeps the search, filters, order and columns of the list.'
        }
        data-autofocus
        autoComplete="off"
        maxLength={savedViewLimits.name}
        {...at('name')}
      />
    </FormDialog>
  );
}
