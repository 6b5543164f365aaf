import type { CheckProbe } from '../../../api/checks/checks.ts';
import { cx } from '../../../components/controls/cx.ts';
import { seenNodes, tally } from './nodes.ts';
import css from './Strip.module.css';

interface StripProps {
  probes: readonly CheckProbe[];
  /** How many requests the whole check sends, so that the strip has its width from the start. */
  requests: number;
  /** How many of them the client sends that keeps what it is given. */
  kept: number;
  labels: { kept: string; fresh: string };
  /** No check to show: its empty places only keep the room. */
  idle: boolean;
}

const places = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Which node answered each request. Nodes differ by letter and pattern as well as by colour. */
export function Strip({ probes, requests, kept, labels, idle }: StripProps) {
  const nodes = new Map(seenNodes(probes).map((node) => [node.name, node]));
  return (
    <div className={css.strip} aria-hidden={idle || undefined}>
      {(['kept', 'fresh'] as const).map((group) => {
        const row = probes.filter((probe) => probe.group === group);
        const size = group === 'kept' ? kept : requests - kept;
        return (
          <div key={group} className={css.row}>
            <span className={css.label}>{labels[group]}</span>
            <ol className={css.squares} aria-label={labels[group]}>
              {places(size).map((place) => {
                const probe = row[place - 1];
                const node = probe?.node ? nodes.get(probe.node) : undefined;
                return (
                  <li
                    key={place}
                    className={cx(css.square, !probe && css.waiting, probe?.error && css.failed)}
                    data-look={node?.look}
                    title={probe ? (probe.error ?? probe.node ?? 'node unknown') : undefined}
                  >
                    {probe ? (
                      <>
                        <span aria-hidden="true">{probe.error ? '✕' : (node?.letter ?? '·')}</span>
                        <span className="visually-hidden">{probe.error ?? probe.node ?? 'node unknown'}</span>
                      </>
                    ) : null}
                  </li>
                );
              })}
            </ol>
            <span className={css.tally}>{tally(row)}</span>
          </div>
        );
      })}
      {nodes.size > 0 ? (
        <p className={css.legend}>
          {[...nodes.values()].map(({ name, letter, look }) => (
            <span key={name} className={css.entry}>
              <span aria-hidden="true" className={css.square} data-look={look}>
                {letter}
              </span>
              <span translate="no" className={css.name}>
                {name}
              </span>
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}
