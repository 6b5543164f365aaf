import '@mantine/core/styles/Radio.layer.css';
import { Radio } from '@mantine/core';
import { Button } from '../../components/controls/Button.tsx';
import { type LoadBalancerDetails, type Subject, subjectKey } from '../../model/load-balancer.ts';
import { persistenceWords } from '../../model/persistence.ts';
import css from './PoolChoice.module.css';

export interface PoolChoiceProps {
  details: LoadBalancerDetails;
  chosen: Subject;
  onChoose(subject: Subject): void;
  /** Plans the same for every pool. */
  onAll(): void;
  /** A change is under way. */
  off: boolean;
}

/** Which pool the dialog is about, where the load balancer has several. */
export default function PoolChoice({ details, chosen, onChoose, onAll, off }: PoolChoiceProps) {
  const { region, id, subjects } = details;
  const places = subjects.map(({ part, name, use, persistence, status }) => ({
    subject: part === undefined ? { region, id } : { region, id, part },
    name: name || part,
    about: [use, persistenceWords(persistence), status === 'ERROR' ? 'last change failed' : '']
      .filter(Boolean)
      .join(' · '),
  }));
  return (
    <Radio.Group
      className={css.group}
      label="Pool"
      name="pool"
      value={subjectKey(chosen)}
      onChange={(key) => {
        const place = places.find(({ subject }) => subjectKey(subject) === key);
        if (place) onChoose(place.subject);
      }}
    >
      <div className={css.pools}>
        {places.map(({ subject, name, about }) => (
          <Radio
            key={subjectKey(subject)}
            value={subjectKey(subject)}
            disabled={off}
            label={<bdi translate="no">{name}</bdi>}
            description={<span translate="no">{about}</span>}
          />
        ))}
        <Button variant="link" reason={off ? 'A change is under way.' : null} onClick={onAll}>
          All pools that take it…
        </Button>
      </div>
    </Radio.Group>
  );
}
