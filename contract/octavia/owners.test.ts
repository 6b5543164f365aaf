import { expect, test } from 'vitest';
import { type HandMade, ownerLabel, ownersOf, warningsFor } from './owners.ts';

const plain = { description: '', tags: [] };

test('a Kubernetes Service: name, tags and description tell the same owner once', () => {
  const owners = ownersOf({
    name: 'kube_service_prod_shop_web',
    tags: ['kube_service_prod_shop_web'],
    description: 'Kubernetes external service shop/web from cluster prod',
  });
  expect(owners).toEqual([{ kind: 'kubernetesService', name: 'web', namespace: 'shop', cluster: 'prod' }]);
  expect(owners.map(ownerLabel)).toEqual(['Kubernetes Service shop/web of cluster prod']);
});

test('a load balancer that Services of two clusters share names both', () => {
  const owners = ownersOf({
    name: 'kube_service_prod_shop_web',
    tags: ['kube_service_prod_shop_web', 'kube_service_test_shop_web', 'blue'],
    description: 'Kubernetes external service shop/web from cluster prod',
  });
  expect(owners.map(({ cluster }) => cluster)).toEqual(['prod', 'test']);
});

test.each([
  [
    { name: 'renamed', tags: ['kube_service_prod_shop_web'], description: null },
    ['Kubernetes Service shop/web of cluster prod'],
  ],
  [
    { name: 'x', description: 'Kubernetes external service a/b from cluster c' },
    ['Kubernetes Service a/b of cluster c'],
  ],
  [
    { ...plain, name: 'kube_service_my_own_cluster_shop_web' },
    ['Kubernetes Service shop/web of cluster my_own_cluster'],
  ],
  [{ ...plain, name: 'kube_service_x' }, ['Kubernetes Service']],
  [
    { name: 'kube_ingress_c_ns_n', description: 'Kubernetes Ingress n in namespace ns from cluster c, version: 48211' },
    ['Kubernetes Ingress ns/n of cluster c'],
  ],
  [{ name: 'mine', description: 'Kubernetes Ingress something, version: 1' }, ['Kubernetes Ingress']],
  [
    {
      name: 'k8s-clusterapi-cluster-team-blue-kubeapi-6443',
      description: 'Created by cluster-api-provider-openstack cluster team-blue',
    },
    ['Cluster API cluster team-blue'],
  ],
  [{ ...plain, name: 'k8s-clusterapi-cluster-team-blue-kubeapi' }, ['Cluster API cluster team-blue']],
  [{ ...plain, name: 'web' }, []],
  [{ name: 'web', description: 'the Kubernetes load balancer', tags: ['kube', 'service'] }, []],
  [{ name: '' }, []],
])('%j', (marks, labels) => {
  expect(ownersOf(marks).map(ownerLabel)).toEqual(labels);
});

test('a mark that is cut at 255 characters names no Service, the description does', () => {
  const name = `kube_service_prod_shop_${'w'.repeat(300)}`.slice(0, 255);
  expect(ownersOf({ ...plain, name })).toEqual([
    { kind: 'kubernetesService', name: null, namespace: 'shop', cluster: 'prod' },
  ]);
});

test('the cluster’s name tells its platform', () => {
  const platform = (cluster: string) => ownersOf({ ...plain, name: `kube_service_${cluster}_a_b` })[0]?.platform;
  expect(platform('0b0f5c46-4b0a-4c9c-8ba4-2f1c2d3e4f5a')).toBe('Magnum');
  expect(platform('shoot--garden--blue')).toBe('Gardener');
  expect(platform('prod')).toBeUndefined();
});

test('each change by hand has a sentence for each owner, and none without', () => {
  const changes: HandMade[] = [
    'name',
    'description',
    'tags',
    'newListener',
    'listener',
    'algorithm',
    'healthMonitor',
    'members',
    'persistence',
    'delete',
  ];
  for (const name of ['kube_service_a_b_c', 'kube_ingress_a_b_c', 'k8s-clusterapi-cluster-a-b-kubeapi']) {
    for (const change of changes) expect(warningsFor(ownersOf({ ...plain, name }), change)[0]).toMatch(/\.$/);
  }
  const shared = ownersOf({ name: 'kube_service_a_b_c', tags: ['kube_service_d_e_f'] });
  expect(warningsFor(shared, 'persistence')).toEqual([
    'Kubernetes leaves it alone, but a pool that it makes anew starts from the Service’s own sessionAffinity.',
  ]);
  expect(warningsFor([], 'name')).toEqual([]);
});
