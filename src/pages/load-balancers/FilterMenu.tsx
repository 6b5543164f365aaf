import { Menu } from '../../components/controls/Menu.tsx';
import css from './FilterMenu.module.css';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FilterMenuProps {
  label: string;
  choices: () => readonly Choice[];
  chosen: readonly string[];
  onChange(chosen: readonly string[]): void;
}

/** A filter of several choices; the button names those that are on. */
export function FilterMenu({ label, choices, chosen, onChange }: FilterMenuProps) {
  const on = chosen.length > 0;
  /** Also what is chosen and not offered, as a mistyped address has it: it can be taken off like any other. */
  const all = () => {
    const offered = choices();
    const others = chosen.filter((value) => !offered.some((each) => each.value === value));
    return [...offered, ...others.map((value) => ({ value, label: value }))];
  };
  const words = on
    ? all()
        .filter(({ value }) => chosen.includes(value))
        .map((each) => each.label)
    : [];
  return (
    <Menu
      {...(on ? { 'data-on': true } : {})}
      items={() =>
        all().map(({ value, label: choice }) => ({
          label: choice,
          kind: 'checkbox',
          checked: chosen.includes(value),
          stays: true,
          onSelect: () =>
            onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]),
        }))
      }
    >
      {on ? <span className={css.chosen}>{`${label}: ${words.join(', ')}`}</span> : label}
    </Menu>
  );
}
