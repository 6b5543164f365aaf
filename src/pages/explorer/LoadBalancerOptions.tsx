import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Combobox.layer.css';
import { Combobox, useCombobox } from '@mantine/core';
import { statusWord } from '../../components/load-balancer/Status.tsx';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import css from './Fields.module.css';

interface LoadBalancerOptionsProps {
  id: string;
  rows: readonly LoadBalancer[];
  /** The option that Enter chooses; below zero: none. */
  active: number;
  optionId(index: number): string;
  onPoint(index: number): void;
  onChoose(id: string): void;
}

/** The load balancers that complete a field, over the page. The field itself tells which option is meant. */
export default function LoadBalancerOptions({
  id,
  rows,
  active,
  optionId,
  onPoint,
  onChoose,
}: LoadBalancerOptionsProps) {
  const combobox = useCombobox({ opened: true });
  return (
    <Combobox store={combobox} onOptionSubmit={onChoose} width={360} position="bottom-start">
      <Combobox.DropdownTarget>
        <span className={css.anchor} />
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options id={id} translate="no" aria-label="Load balancers" className={css.options}>
          {rows.map((row, index) => (
            <Combobox.Option
              key={row.id}
              id={optionId(index)}
              value={row.id}
              selected={index === active}
              aria-selected={index === active}
              className={css.option}
              onPointerMove={() => onPoint(index)}
            >
              <span className={css.optionName}>{row.name}</span>
              <span className={css.optionFacts}>
                {row.protocol} {row.port} · {statusWord(row.status)} ·{' '}
                <span className="mono" translate="no">
                  {row.id}
                </span>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
