import { useNavigate } from 'react-router';
import { Button } from '../../components/controls/Button.tsx';
import { IconTrash } from '../../components/controls/icons.ts';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { useEditReason } from '../../components/load-balancer/use-edit-reason.ts';
import { editPath } from '../../model/edit-path.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import css from './DetailsSection.module.css';

/** The addresses that it answers on, each with its way out where the API has one. */
export function VirtualIps({ details }: { details: LoadBalancerDetails }) {
  const navigate = useNavigate();
  const reasonOf = useEditReason(details, details.region);
  const { virtualIps } = details;
  if (virtualIps.length === 0) return 'None';
  return (
    <ul>
      {virtualIps.map(({ id, address, type, version }) => {
        const edit = `virtual-ips/${id}/remove`;
        return (
          <li key={id} className={css.address}>
            <span>
              <span className="mono" translate="no">
                {address}
              </span>{' '}
              <span className={css.enum}>
                {type === 'VIP' ? '' : `${type.toLowerCase()} `}
                {version === 'IPV6' ? 'IPv6' : 'IPv4'}
              </span>
            </span>
            {reasonOf ? (
              <Button
                variant="subtle"
                square
                size="small"
                aria-label={`Remove ${address}`}
                data-opener={openers.edit(edit)}
                icon={<IconTrash size={16} stroke={1.75} aria-hidden />}
                reason={reasonOf(edit, 'delete')}
                onClick={() => navigate(editPath(details, edit), { state: { opener: openers.edit(edit) } })}
              />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
