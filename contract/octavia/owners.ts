/**
 * Who else manages a load balancer, told by what controllers write into names, tags and descriptions. Terraform, Ansible and Heat
 * leave no mark: no owner found does not mean that there is none. Sources: kubernetes/cloud-provider-openstack
 * (pkg/openstack/loadbalancer.go, pkg/ingress), cluster-api-provider-openstack, openstack/magnum,
 * gardener-extension-provider-openstack.
 */
export type OwnerKind = 'kubernetesService' | 'kubernetesIngress' | 'clusterApi';

export interface Owner {
  readonly kind: OwnerKind;
  /** Of the Service, Ingress or cluster; null where the mark was cut off or has none. */
  readonly name: string | null;
  readonly namespace: string | null;
  readonly cluster: string | null;
  /** What runs the cluster, where its name tells. */
  readonly platform?: 'Magnum' | 'Gardener';
}

/** What of a load balancer is looked at. */
export interface Marks {
  readonly name: string;
  readonly description?: string | null;
  readonly tags?: readonly string[];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Namespaces and names of Kubernetes hold no underscore, cluster names may; the whole is cut at 255 characters. */
const marked = /^kube_(service|ingress)_(.+)_([^_]+)_([^_]+)$/;
const cutAt = 255;

function platformOf(cluster: string | null): Pick<Owner, 'platform'> {
  if (cluster === null) return {};
  if (uuid.test(cluster)) return { platform: 'Magnum' };
  return cluster.startsWith('shoot--') ? { platform: 'Gardener' } : {};
}

function fromMark(mark: string): Owner | null {
  const [, word, cluster = null, namespace = null, name = null] = marked.exec(mark) ?? [];
  const kind = word === 'ingress' || mark.startsWith('kube_ingress_') ? 'kubernetesIngress' : 'kubernetesService';
  if (word === undefined) {
    return /^kube_(service|ingress)_/.test(mark) ? { kind, name: null, namespace: null, cluster: null } : null;
  }
  return { kind, name: mark.length >= cutAt ? null : name, namespace, cluster, ...platformOf(cluster) };
}

const described: readonly (readonly [OwnerKind, RegExp])[] = [
  [
    'kubernetesService',
    /^Kubernetes external service (?<namespace>[^/\s]+)\/(?<name>\S+) from cluster (?<cluster>\S+)/,
  ],
  [
    'kubernetesIngress',
    /^Kubernetes Ingress (?<name>\S+?),? in namespace (?<namespace>\S+?),? from cluster (?<cluster>[^,\s]+)/i,
  ],
  ['clusterApi', /^Created by cluster-api-provider-openstack cluster (?<cluster>\S+)/],
];

function fromDescription(description: string): Owner | null {
  for (const [kind, words] of described) {
    const groups = words.exec(description)?.groups;
    if (groups) {
      const { name = null, namespace = null, cluster = null } = groups;
      return { kind, name, namespace, cluster, ...platformOf(cluster) };
    }
  }
  return /^Kubernetes Ingress\b.*\bversion: \d+/i.test(description)
    ? { kind: 'kubernetesIngress', name: null, namespace: null, cluster: null }
    : null;
}

const clusterName = /^k8s-clusterapi-cluster-(.+?)-kubeapi(?:-\d+)?$/;

function fromName(name: string): Owner | null {
  const cluster = clusterName.exec(name)?.[1];
  return cluster === undefined ? fromMark(name) : { kind: 'clusterApi', name: null, namespace: null, cluster };
}

const key = ({ kind, cluster, namespace, name }: Owner) => [kind, cluster, namespace, name].join('\n');

/** Whether one owner says nothing that another does not say better. */
const vague = (one: Owner, other: Owner) =>
  one !== other && one.kind === other.kind && one.name === null && (other.name !== null || other.cluster !== null);

/**
 * The owners of a load balancer, each once: several where Services or clusters share it. Tags tell all of them, name and description
 * the one that made it. Pure.
 */
export function ownersOf({ name, description, tags = [] }: Marks): Owner[] {
  const found = [...tags.map(fromMark), fromName(name), fromDescription(description ?? '')].filter(
    (owner): owner is Owner => owner !== null,
  );
  const distinct = found.filter((owner, index) => found.findIndex((each) => key(each) === key(owner)) === index);
  const clusterApi = distinct.filter(({ kind }) => kind === 'clusterApi');
  return distinct.filter(
    (owner) =>
      !distinct.some((other) => vague(owner, other)) && (owner.kind !== 'clusterApi' || owner === clusterApi[0]),
  );
}

/** "Kubernetes Service shop/web of cluster prod". */
export function ownerLabel({ kind, name, namespace, cluster }: Owner): string {
  const words = {
    kubernetesService: 'Kubernetes Service',
    kubernetesIngress: 'Kubernetes Ingress',
    clusterApi: 'Cluster API',
  }[kind];
  const which = name === null ? '' : ` ${namespace}/${name}`;
  return `${words}${which}${cluster === null ? '' : `${kind === 'clusterApi' ? ' cluster' : ' of cluster'} ${cluster}`}`;
}

/** What of a load balancer is changed by hand. */
export type HandMade =
  | 'name'
  | 'description'
  | 'tags'
  | 'newListener'
  | 'listener'
  | 'algorithm'
  | 'healthMonitor'
  | 'members'
  | 'persistence'
  | 'delete';

const setsBack = 'Kubernetes will set this back at its next look.';
const cleansUp =
  'Kubernetes finds the load balancer by it: with another one it no longer deletes it, and may make a second.';

const serviceWarnings: Readonly<Record<HandMade, string>> = {
  name: cleansUp,
  description: 'Magnum finds the load balancers of a cluster by it and no longer deletes this one.',
  tags: cleansUp,
  newListener: 'Kubernetes deletes a listener that it did not make, with its pool.',
  listener: setsBack,
  algorithm: setsBack,
  healthMonitor: setsBack,
  members: 'Kubernetes will set this back when a node comes, goes or changes its name.',
  persistence:
    'Kubernetes leaves it alone, but a pool that it makes anew starts from the Service’s own sessionAffinity.',
  delete: 'The Service stays and Kubernetes makes another load balancer for it, with another address.',
};

const ingressWarnings: Readonly<Record<HandMade, string>> = {
  ...serviceWarnings,
  description:
    'The ingress controller compares this text: it runs again and deletes L7 policies and pools that are not its own.',
  newListener: 'The ingress controller knows nothing of it; it goes with the Ingress.',
  persistence: 'The ingress controller leaves it alone, but a pool that it makes anew has none.',
  delete: 'The Ingress stays and its controller makes another load balancer for it, with another address.',
};

const clusterApiWarnings: Readonly<Record<HandMade, string>> = {
  ...serviceWarnings,
  name: 'Cluster API finds the load balancer by it: with another one it no longer deletes it, and makes a second.',
  description: 'Cluster API wrote this text.',
  tags: 'Cluster API may set this back.',
  newListener: 'Cluster API knows nothing of it; it goes with the cluster.',
  listener: 'The cluster’s own API runs through it. Cluster API may set this back.',
  algorithm: 'The cluster’s own API runs through it. Cluster API may set this back.',
  healthMonitor: 'The cluster’s own API runs through it. Cluster API may set this back.',
  members: 'These are the machines that run the cluster. Cluster API will set this back.',
  persistence: 'The cluster’s own API runs through it; Cluster API leaves session persistence alone.',
  delete: 'The cluster’s own API runs through it: without it nobody reaches the cluster.',
};

const warnings: Readonly<Record<OwnerKind, Readonly<Record<HandMade, string>>>> = {
  kubernetesService: serviceWarnings,
  kubernetesIngress: ingressWarnings,
  clusterApi: clusterApiWarnings,
};

/** What a change made by hand brings on a load balancer of these owners: a sentence each, none twice; none without owners. */
export const warningsFor = (owners: readonly Owner[], change: HandMade): string[] => [
  ...new Set(owners.map(({ kind }) => warnings[kind][change])),
];
