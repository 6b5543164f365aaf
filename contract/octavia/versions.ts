/** Minor versions: what each brought. There are no version headers; the list at the endpoint's root tells what exists. Source: octavia/api/root_controller.py. */
export const minorVersions = [
  { id: '2.5', release: '2019.04', brings: 'tags' },
  { id: '2.6', release: '2019.04', brings: 'flavors' },
  { id: '2.8', release: '2019.04', brings: 'TLS client authentication' },
  { id: '2.9', release: '2019.04', brings: 'the status of a redirect' },
  { id: '2.10', release: '2019.04', brings: 'HTTP version and host name of a health monitor' },
  { id: '2.11', release: '2019.10', brings: 'adding members in one call' },
  { id: '2.12', release: '2019.10', brings: 'allowed networks of a listener' },
  { id: '2.13', release: '2019.10', brings: 'the algorithm SOURCE_IP_PORT' },
  { id: '2.14', release: '2020.05', brings: 'availability zones' },
  { id: '2.15', release: '2020.05', brings: 'TLS ciphers' },
  { id: '2.16', release: '2020.05', brings: 'HTTP and TCP health monitors for UDP pools' },
  { id: '2.17', release: '2020.10', brings: 'TLS versions of a listener' },
  { id: '2.18', release: '2020.10', brings: 'TLS versions of a pool' },
  { id: '2.19', release: '2020.10', brings: 'quotas for L7 policies and rules' },
  { id: '2.20', release: '2020.10', brings: 'ALPN of a listener' },
  { id: '2.22', release: '2020.10', brings: 'PROXYV2 pools' },
  { id: '2.23', release: '2020.10', brings: 'SCTP' },
  { id: '2.24', release: '2021.04', brings: 'ALPN of a pool' },
  { id: '2.25', release: '2021.10', brings: 'PROMETHEUS listeners' },
  { id: '2.26', release: '2022.10', brings: 'additional virtual IPs' },
  { id: '2.27', release: '2023.10', brings: 'HSTS' },
  { id: '2.28', release: '2024.04', brings: 'the port type of a virtual IP' },
  { id: '2.29', release: '2025.04', brings: 'security groups of a virtual IP' },
  { id: '2.30', release: '2025.04', brings: 'SR-IOV members' },
] as const;

/** The minor version that the contract knows the whole of. */
export const newestKnown = '2.30';

export type ObjectName =
  | 'loadbalancer'
  | 'listener'
  | 'pool'
  | 'member'
  | 'healthmonitor'
  | 'l7policy'
  | 'rule'
  | 'quota';

/** Fields that came after 2.0. An older service refuses them with 400, whole body and all, and leaves them out of answers. */
export const fieldsSince: Readonly<Record<ObjectName, Readonly<Record<string, string>>>> = {
  loadbalancer: {
    tags: '2.5',
    flavor_id: '2.6',
    availability_zone: '2.14',
    additional_vips: '2.26',
    vip_vnic_type: '2.28',
    vip_sg_ids: '2.29',
  },
  listener: {
    tags: '2.5',
    client_ca_tls_container_ref: '2.8',
    client_authentication: '2.8',
    client_crl_container_ref: '2.8',
    allowed_cidrs: '2.12',
    tls_ciphers: '2.15',
    tls_versions: '2.17',
    alpn_protocols: '2.20',
    hsts_max_age: '2.27',
    hsts_include_subdomains: '2.27',
    hsts_preload: '2.27',
  },
  pool: {
    tags: '2.5',
    tls_container_ref: '2.8',
    ca_tls_container_ref: '2.8',
    crl_container_ref: '2.8',
    tls_enabled: '2.8',
    tls_ciphers: '2.15',
    tls_versions: '2.18',
    alpn_protocols: '2.24',
  },
  member: { tags: '2.5', request_sriov: '2.30', vnic_type: '2.30' },
  healthmonitor: { tags: '2.5', http_version: '2.10', domain_name: '2.10' },
  l7policy: { tags: '2.5', redirect_http_code: '2.9' },
  rule: { tags: '2.5' },
  quota: { l7policy: '2.19', l7rule: '2.19' },
};

/** Values that came after 2.0, by `object.field=value`. */
export const valuesSince: Readonly<Record<string, string>> = {
  'pool.lb_algorithm=SOURCE_IP_PORT': '2.13',
  'pool.protocol=PROXYV2': '2.22',
  'pool.protocol=SCTP': '2.23',
  'listener.protocol=SCTP': '2.23',
  'listener.protocol=PROMETHEUS': '2.25',
  'healthmonitor.type=SCTP': '2.23',
};

const parts = (version: string): readonly [number, number] => {
  const [, major = '0', minor = '0'] = /^v?(\d+)(?:\.(\d+))?$/.exec(version) ?? [];
  return [Number(major), Number(minor)];
};

/** Whether a version (`2.26`, `v2.26`) is at least another. */
export function atLeast(version: string, wanted: string): boolean {
  const [major, minor] = parts(version);
  const [wantedMajor, wantedMinor] = parts(wanted);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Whether a service of a version knows a field of an object. */
export const knowsField = (version: string, object: ObjectName, field: string): boolean =>
  atLeast(version, fieldsSince[object][field] ?? '2.0');

/** Whether a service of a version knows a value of a field. */
export const knowsValue = (version: string, object: ObjectName, field: string, value: string): boolean =>
  atLeast(version, valuesSince[`${object}.${field}=${value}`] ?? '2.0');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * The highest minor version in the answer of the endpoint's root, as `2.26`; null when the answer is not Octavia's: its list names
 * v2.0 and minor versions after it, other load-balancer services with the same paths name none.
 */
export function highestVersion(body: unknown): string | null {
  const list = isObject(body) && Array.isArray(body.versions) ? body.versions : [];
  const ids = list.flatMap((each: unknown) =>
    isObject(each) && typeof each.id === 'string' && /^v2\.\d+$/.test(each.id) ? [each.id.slice(1)] : [],
  );
  const highest = ids.reduce<string>((one, other) => (atLeast(other, one) ? other : one), '2.0');
  return highest === '2.0' ? null : highest;
}

/** Words of faults that no Octavia has: Neutron's LBaaS and services made after it. */
const foreign = ['NeutronError', 'error_msg', 'error_code'];

/** Whether an answer, by its body, comes from a service that is not Octavia although it serves Octavia's paths. */
export const looksForeign = (body: unknown): boolean => isObject(body) && foreign.some((key) => key in body);
