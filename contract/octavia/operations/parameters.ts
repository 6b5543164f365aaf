import { encoded } from '../../shared/text.ts';

/** Parameters that stand in paths. Ids are opaque strings. Source: Load-balancer API v2 reference. */
export const pathParameters = {
  loadBalancerId: { type: 'string', title: 'Load balancer id', example: '607226db-27ef-4d41-ae89-f2a800e9c2db' },
  listenerId: { type: 'string', title: 'Listener id', example: '023f2e34-7806-443b-bfae-16c324569a3d' },
  poolId: { type: 'string', title: 'Pool id', example: '4029d267-3983-4224-a3d0-afb3fe16a2cd' },
  memberId: { type: 'string', title: 'Member id', example: '957a1ace-1bd2-449b-8455-820b6e4b63f3' },
  healthMonitorId: { type: 'string', title: 'Health monitor id', example: '8ed3c5ac-6efa-420c-bedb-99ba14e58db5' },
  l7policyId: { type: 'string', title: 'L7 policy id', example: '8a1412f0-4c32-4257-8b07-af4770b604fd' },
  l7ruleId: { type: 'string', title: 'L7 rule id', example: '16621dbb-a736-4888-a57a-3ecd53df784c' },
  projectId: { type: 'string', title: 'Project id', example: 'e3cd678b11784734bc366148aa37580e' },
  flavorId: { type: 'string', title: 'Flavor id', example: '8f94060c-8d5b-4472-9cfd-e8a2b909481d' },
  availabilityZoneName: { type: 'string', title: 'Availability zone', example: 'zone-1' },
  providerName: { type: 'string', title: 'Provider', example: 'amphora' },
} as const;

export type PathParameter = keyof typeof pathParameters;

/** Names of the parameters in a path, in order. */
export const parametersOf = (path: string): PathParameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as PathParameter);

/** Whether a value may stand for a parameter: something, and no dots alone, which would climb out of the path. */
export const fitsPath = (value: string): boolean => value !== '' && !/^\.+$/.test(value);

/**
 * Fills the parameters of a path, each escaped. `params`: a value for each parameter in it. Throws when a value is missing or would
 * change the path.
 */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    if (!fitsPath(value)) throw new Error(`The path ${path} needs ${name}, not "${value}".`);
    return encoded(value);
  });
}
