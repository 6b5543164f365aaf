import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { editsQuery } from '../../api/inventory/queries.ts';
import { Button } from '../../components/controls/Button.tsx';
import { IconDots, IconPlus } from '../../components/controls/icons.ts';
import { Menu } from '../../components/controls/Menu.tsx';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { useEditReason } from '../../components/load-balancer/use-edit-reason.ts';
import { editPath } from '../../model/edit-path.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import css from './OptionalFeatures.module.css';

const add = 'certificate-mappings';

/** The host names that have a certificate of their own, each with what can be done with it. */
export default function CertificateMappings({ details }: { details: LoadBalancerDetails }) {
  const navigate = useNavigate();
  const reasonOf = useEditReason(details, details.region);
  const { region, id, readAt } = details;
  const { data: edits } = useQuery(editsQuery(region));
  const { data, error, refetch } = useQuery({
    // The details do not hold them: any change of the load balancer may have been one of them.
    queryKey: ['certificate-mappings', region, id, readAt],
    queryFn: () => edits?.certificates?.({ region, id }) ?? [],
    enabled: Boolean(edits?.certificates),
    placeholderData: (former) => former,
  });
  if (!edits?.certificates || !reasonOf) return null;
  const open = (name: string) => void navigate(editPath(details, name), { state: { opener: openers.edit(name) } });
  return (
    <section className={css.mappings} aria-label="Certificate mappings">
      <h3>Certificates for host names</h3>
      {error ? (
        <p>
          Could not be read: {error.message}{' '}
          <Button variant="link" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      ) : null}
      {data?.length === 0 ? <p className={css.note}>None: every host name meets the main certificate.</p> : null}
      <ul>
        {data?.map((mapping) => {
          const name = `${add}/${mapping.id}`;
          return (
            <li key={mapping.id} className={css.mapping}>
              <span translate="no">{mapping.hostName}</span>
              <Menu
                square
                variant="subtle"
                trailing={null}
                side="below-end"
                aria-label={`Actions for ${mapping.hostName}`}
                data-opener={openers.edit(name)}
                items={() => [
                  { label: 'Edit', reason: reasonOf(name), onSelect: () => open(name) },
                  {
                    label: 'Remove',
                    danger: true,
                    reason: reasonOf(`${name}/remove`, 'delete'),
                    onSelect: () => open(`${name}/remove`),
                  },
                ]}
              >
                <IconDots size={18} stroke={1.75} aria-hidden />
              </Menu>
            </li>
          );
        })}
      </ul>
      <Button
        size="small"
        icon={<IconPlus size={16} stroke={1.75} aria-hidden />}
        data-opener={openers.edit(add)}
        reason={reasonOf(add)}
        onClick={() => open(add)}
      >
        Add certificate mapping
      </Button>
    </section>
  );
}
