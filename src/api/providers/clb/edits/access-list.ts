import { accessList } from '../../../../../contract/clb/operations/access-list.ts';
import { accessListRequests } from '../../../../../contract/clb/schemas/access-list.ts';
import { comparableNetwork } from '../../../../../contract/shared/address.ts';
import { trimmed } from '../../../../../contract/shared/text.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import { count } from '../../../../model/format.ts';
import type { FormValues } from '../../edit.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, linesIn, readAs, wireOf } from './form.ts';

interface Rule {
  readonly address: string;
  readonly type: string;
  readonly id?: number;
}
interface Rules {
  readonly rules: readonly Rule[];
}

const Stored = z.object({
  rules: z.array(z.object({ address: z.string(), type: z.string(), id: z.number().optional() })),
});

const keyOf = ({ address, type }: Rule): string => `${type} ${comparableNetwork(address)}`;
const keysOf = ({ rules }: Rules): readonly string[] => rules.map(keyOf).sort();
/** Rules of the first that the other has not. */
const beyond = (one: Rules, other: Rules): readonly Rule[] => {
  const keys = new Set(other.rules.map(keyOf));
  return one.rules.filter((rule) => !keys.has(keyOf(rule)));
};

/** The API deletes at most so many at once. Source: CLB v1.0 developer guide, "Access lists". */
const mostAtOnce = 10;

/** An id that no rule has: the service leaves it out, where an empty one might mean the whole list. */
const none = 0;

/** `ALLOW 192.0.2.0/24` or `DENY 198.51.100.7` a line; a bare address is denied. */
function rulesIn(
  lines: readonly string[],
  stored: readonly Rule[],
): { readonly rules: readonly Rule[]; readonly problem: string | null } {
  const ids = new Map(stored.map((rule) => [keyOf(rule), rule]));
  const rules = lines.map((line) => {
    const [, type = 'DENY', address = line] = /^(allow|deny)\s+(.*)$/i.exec(line) ?? [];
    const rule = { address: trimmed(address), type: type.toUpperCase() };
    return ids.get(keyOf(rule)) ?? rule;
  });
  const twin = rules.find((rule, at) =>
    rules.some((other, place) => place < at && comparableNetwork(other.address) === comparableNetwork(rule.address)),
  );
  return { rules, problem: twin ? `${twin.address} stands in the list twice.` : null };
}

/**
 * The whole list as text. The API adds rules and deletes them, each by requests of its own: rules whose type changes go first, then come
 * the new ones, and what is to leave leaves last, so that nobody is let in meanwhile whom both lists keep out.
 */
export const accessListEdit = editOf<Rules>({
  name: 'access-list',
  title: 'Edit Access Control',
  noun: 'access control',
  operations: ['accessList.append', 'accessList.clear'],
  valueIn: (details) => ({
    rules: (wireOf(details).accessList ?? []).flatMap((rule) =>
      rule?.address && rule.type
        ? [{ address: rule.address, type: rule.type, ...(rule.id != null && { id: rule.id }) }]
        : [],
    ),
  }),
  same: (a, b) => JSON.stringify(keysOf(a)) === JSON.stringify(keysOf(b)),
  read: readAs(Stored),
  words: ({ rules }) => count(rules.length, 'Access Rule'),
  steps(before, after) {
    const leaving = beyond(before, after);
    const coming = beyond(after, before);
    const clashes = leaving.filter((rule) =>
      coming.some(({ address }) => comparableNetwork(address) === comparableNetwork(rule.address)),
    );
    const steps: Rules[] = [];
    let now = before.rules;
    const leave = (rules: readonly Rule[]) => {
      for (let from = 0; from < rules.length; from += mostAtOnce) {
        const gone = rules.slice(from, from + mostAtOnce);
        now = now.filter((rule) => !gone.includes(rule));
        steps.push({ rules: now });
      }
    };
    leave(clashes);
    if (coming.length > 0) {
      now = [...now, ...coming];
      steps.push({ rules: now });
    }
    leave(leaving.filter((rule) => !clashes.includes(rule)));
    return steps;
  },
  request({ region, id }, after, before) {
    const coming = beyond(after, before);
    const params = { loadBalancerId: id };
    if (coming.length > 0)
      return writeRequest(accessList, 'accessList.append', {
        region,
        params,
        body: { accessList: coming.map(({ address, type }) => ({ address, type })) },
      });
    const query = new URLSearchParams(beyond(before, after).map(({ id: rule = none }) => ['id', String(rule)]));
    return writeRequest(accessList, 'accessList.clear', { region, params, query });
  },
  fields: () => [
    {
      name: 'rules',
      label: 'Access rules',
      help: 'One a line: ALLOW or DENY, then an address or a network, such as DENY 198.51.100.0/24. A bare address is denied. ALLOW outranks DENY.',
      control: 'area',
      rows: 8,
    },
  ],
  toForm: ({ rules }) => ({ rules: rules.map(({ type, address }) => `${type} ${address}`).join('\n') }),
  schema: (before) => ({
    '~standard': {
      version: 1,
      vendor: 'holdfast',
      validate(values) {
        const { rules, problem } = rulesIn(linesIn(values as FormValues, 'rules'), before.rules);
        const bare = rules.map(({ address, type }) => ({ address, type }));
        const judged = bare.length === 0 ? null : accessListRequests.AccessListRequest.value.safeParse(bare);
        const first = judged?.success === false ? judged.error.issues[0] : undefined;
        const wrong = rules[Number(first?.path[0])];
        const said = problem ?? (first ? `${wrong ? `${wrong.address}: ` : ''}${first.message}` : null);
        return said === null ? { value: { rules } } : { issues: [{ path: ['rules'], message: said }] };
      },
    },
  }),
  submitName: () => 'Change access control',
  impact(before, after) {
    const denies = beyond(after, before).filter(({ type }) => type === 'DENY').length;
    const leaving = beyond(before, after).length;
    const coming = beyond(after, before).length;
    return {
      sentences: [
        [
          coming > 0 ? `${count(coming, 'rule')} will be added` : '',
          leaving > 0 ? `${count(leaving, 'rule')} will be removed` : '',
        ]
          .filter(Boolean)
          .join(' and ')
          .concat('.'),
        ...(denies > 0 ? ['Clients that a DENY rule names are shut out, those that stick to a node included.'] : []),
        ...(after.rules.some(({ type, address }) => type === 'DENY' && /\/0$/.test(address))
          ? ['A rule denies everybody whom no ALLOW rule names.']
          : []),
      ],
      isGrave: denies > 0,
    };
  },
});
