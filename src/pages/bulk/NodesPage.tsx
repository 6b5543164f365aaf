import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/Radio.layer.css';
import '@mantine/core/styles/Table.layer.css';
import { Checkbox, Radio, Table, TextInput } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { trimmed } from '../../../contract/shared/text.ts';
import { startEdits } from '../../api/bulk/runs.ts';
import { editsQuery } from '../../api/inventory/queries.ts';
import type { FoundNode, NodesInBulk, NodeTask } from '../../api/providers/edit.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Form } from '../../components/forms/Form.tsx';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { Crumbs } from '../../components/layout/Crumbs.tsx';
import { Status } from '../../components/load-balancer/Status.tsx';
import { PersistenceValue } from '../../components/persistence/PersistenceValue.tsx';
import recordCss from '../../components/records/Records.module.css';
import { missingRole, useSession } from '../../components/session/use-session.ts';
import { count } from '../../model/format.ts';
import { hostAndPort } from '../../model/host-and-port.ts';
import { refKey } from '../../model/load-balancer.ts';
import { type NodePlace, nodePlace } from '../../model/node-place.ts';
import { paths } from '../../model/paths.ts';
import css from './bulk.module.css';
import { StepBar } from './StepBar.tsx';

/** A node in every load balancer that has it: found by its address, and drained, enabled, disabled or removed by a run. */
export function NodesPage() {
  useTitle('Change a node everywhere');
  const { regions } = useSession();
  const [query, setQuery] = useSearchParams();
  const asked = query.get('node') ?? '';
  const place = nodePlace(asked);
  const edits = useQuery(editsQuery(regions[0] ?? ''));
  const nodes = useQuery({
    queryKey: ['nodes-in-bulk', currentProvider().name],
    queryFn: () => edits.data?.nodes?.() ?? null,
    enabled: edits.isSuccess,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <article className={css.page}>
      <header className={css.head}>
        <Crumbs />
        <h1>Change a node everywhere</h1>
        <p className={css.quiet}>Finds an address in every load balancer of every region, and changes it there.</p>
      </header>
      {nodes.isSuccess && nodes.data === null ? (
        <Banner tone="info">
          {currentProvider().capabilities.apiName} cannot be asked for nodes by their address here.
        </Banner>
      ) : (
        <>
          <AddressForm key={asked} asked={asked} onAsk={(node) => setQuery({ node })} />
          {place && nodes.data ? <Found key={asked} nodes={nodes.data} place={place} /> : null}
        </>
      )}
    </article>
  );
}

const wrong = 'Write an address or a host name, with a port or without, such as 10.20.4.6 or [2001:db8::6]:8080.';

function AddressForm({ asked, onAsk }: { asked: string; onAsk(node: string): void }) {
  const [text, setText] = useState(asked);
  const [left, setLeft] = useState(asked !== '');
  const isWrong = nodePlace(text) === null;
  return (
    <section className={css.section}>
      <Form
        loading={false}
        submitError={null}
        enterSubmits
        onSubmit={() => {
          setLeft(true);
          if (!isWrong) onAsk(trimmed(text));
        }}
        actions={
          <div className={css.find}>
            <Button type="submit" variant={asked === '' ? 'primary' : 'default'}>
              Find
            </Button>
          </div>
        }
      >
        <TextInput
          className={css.field ?? ''}
          label="Node"
          description="An address or a host name, with a port or without."
          value={text}
          error={left && isWrong ? wrong : null}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() => setLeft(text !== '')}
        />
      </Form>
    </section>
  );
}

/** What the regions have at the place, and what is to become of it. */
function Found({ nodes, place }: { nodes: NodesInBulk; place: NodePlace }) {
  const { regions } = useSession();
  const { address, port } = place;
  const called = port === null ? address : hostAndPort(address, port);
  const answers = useQueries({
    queries: regions.map((region) => ({
      queryKey: ['nodes-at', region, address, port],
      queryFn: ({ signal }: { signal: AbortSignal }) => nodes.find(region, address, port, signal),
      // Whoever comes here is about to change it.
      staleTime: 0,
      gcTime: 0,
    })),
  });
  const found = answers.flatMap(({ data }) => data ?? []);
  const asking = answers.some(({ isPending }) => isPending);
  const failed = answers.flatMap(({ error, refetch }, at) =>
    error ? [{ region: regions[at] ?? '', error, refetch }] : [],
  );
  return (
    <>
      {failed.map(({ region, error, refetch }) => (
        <Banner
          key={region}
          tone="warning"
          live
          actions={
            <Button variant="link" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {region} could not be asked: {error.message} What it has is not in this list.
        </Banner>
      ))}
      <p role="status" className={css.quiet}>
        {asking
          ? `Asking ${regions.join(', ')}…`
          : found.length === 0
            ? `No load balancer${failed.length > 0 ? ' of the others' : ''} has a node at ${called}.`
            : `${count(found.length, 'node')} in ${count(new Set(found.map(({ subject }) => refKey(subject))).size, 'load balancer')}.`}
      </p>
      {asking ? <Skeleton width={60} /> : null}
      {!asking && found.length > 0 ? <Choice nodes={found} tasks={nodes.tasks} /> : null}
    </>
  );
}

const keyOf = ({ subject, id }: FoundNode): string => `${refKey(subject)} ${id}`;

function Choice({ nodes, tasks }: { nodes: readonly FoundNode[]; tasks: readonly NodeTask[] }) {
  const session = useSession();
  const navigate = useNavigate();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [name, setName] = useState<string | null>(null);
  const chosen = nodes.filter((node) => !left.has(keyOf(node)));
  const task = tasks.find((each) => each.name === name);
  const take = (node: FoundNode, taken: boolean) => {
    const next = new Set(left);
    if (taken) next.delete(keyOf(node));
    else next.add(keyOf(node));
    setLeft(next);
  };
  const preview = async (what: NodeTask) => {
    const inputs = chosen.map((node) => ({
      subject: node.subject,
      name: node.loadBalancer,
      partName: hostAndPort(node.address, node.port),
      edit: what.edit(node),
      target: what.target,
    }));
    await navigate(await startEdits(inputs, what.name));
  };
  return (
    <section className={css.section} aria-labelledby="found">
      <h2 id="found" className="visually-hidden">
        What to change
      </h2>
      <Table className={recordCss.table ?? ''} aria-label="Nodes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              <Checkbox
                aria-label="Select all"
                checked={chosen.length === nodes.length}
                indeterminate={chosen.length > 0 && chosen.length < nodes.length}
                onChange={(event) => setLeft(new Set(event.currentTarget.checked ? [] : nodes.map(keyOf)))}
              />
            </Table.Th>
            <Table.Th scope="col">Node</Table.Th>
            <Table.Th scope="col">Load balancer</Table.Th>
            <Table.Th scope="col">Region</Table.Th>
            <Table.Th scope="col">Condition</Table.Th>
            <Table.Th scope="col">Type</Table.Th>
            <Table.Th scope="col">Session Persistence</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody translate="no">
          {nodes.map((node) => (
            <Table.Tr key={keyOf(node)}>
              <Table.Td>
                <Checkbox
                  aria-label={`Select ${hostAndPort(node.address, node.port)} of ${node.loadBalancer}`}
                  checked={!left.has(keyOf(node))}
                  onChange={(event) => take(node, event.currentTarget.checked)}
                />
              </Table.Td>
              <Table.Td className={recordCss.nowrap ?? ''}>
                <span className="mono">{hostAndPort(node.address, node.port)}</span>
              </Table.Td>
              <Table.Td className={cx(recordCss.name, css.target)}>
                <Link to={paths.loadBalancer(node.subject)}>
                  <bdi translate="no">{node.loadBalancer}</bdi>
                </Link>
              </Table.Td>
              <Table.Td className={recordCss.nowrap ?? ''}>{node.subject.region}</Table.Td>
              <Table.Td className={recordCss.nowrap ?? ''}>
                <Status status={node.condition} />
              </Table.Td>
              <Table.Td className={recordCss.nowrap ?? ''}>{node.settings}</Table.Td>
              <Table.Td>{node.persistence ? <PersistenceValue value={node.persistence} /> : '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Radio.Group label="What becomes of the node" value={name} onChange={setName}>
        <div className={css.tasks}>
          {tasks.map((each) => {
            const missing = missingRole(session, each.right);
            return (
              <Radio
                key={each.name}
                value={each.name}
                label={each.name}
                description={[each.sentence, missing].filter(Boolean).join(' ')}
                disabled={missing !== null}
              />
            );
          })}
        </div>
      </Radio.Group>
      <StepBar>
        <Button
          variant="primary"
          reason={
            chosen.length === 0
              ? 'Select a node first.'
              : task === undefined
                ? 'Choose what becomes of the node first.'
                : null
          }
          onClick={async () => task && preview(task)}
        >
          Preview changes
        </Button>
        <span className={css.faint}>Nothing is changed yet.</span>
      </StepBar>
    </section>
  );
}
