import { connectionLogging } from '../../../../../contract/clb/operations/connection-logging.ts';
import { contentCaching } from '../../../../../contract/clb/operations/content-caching.ts';
import { loadBalancers } from '../../../../../contract/clb/operations/load-balancers.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import type { LoadBalancerDetails } from '../../../../model/load-balancer.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, readAs } from './form.ts';

/** Edits of a feature that is on or off and nothing else. */

interface Switch {
  readonly enabled: boolean;
}

const Switched = z.object({ enabled: z.boolean() });

interface Described {
  readonly name: string;
  readonly title: string;
  readonly noun: string;
  /** What the box says. */
  readonly label: string;
  readonly help?: string;
  readonly request: Parameters<typeof editOf<Switch>>[0]['request'];
  readonly operation: string;
  isOn(details: LoadBalancerDetails): boolean;
  impact(after: boolean, details: LoadBalancerDetails): readonly string[];
}

const switchOf = ({ label, help, isOn, impact, operation, ...described }: Described) =>
  editOf<Switch>({
    ...described,
    operations: [operation],
    valueIn: (details) => ({ enabled: isOn(details) }),
    isOn: ({ enabled }) => enabled,
    read: readAs(Switched),
    words: ({ enabled }) => (enabled ? 'Enabled' : 'Disabled'),
    fields: () => [{ name: 'enabled', label, control: 'checkbox', ...(help !== undefined && { help }) }],
    toForm: ({ enabled }) => ({ enabled }),
    schema: () => formSchema<Switch>(Switched, (values) => ({ enabled: values.enabled === true })),
    impact: (_, { enabled }, details) => ({ sentences: impact(enabled, details), isGrave: false }),
  });

/** Source: CLB v1.0 developer guide, "Content caching". */
export const contentCachingEdit = switchOf({
  name: 'content-caching',
  title: 'Edit Content Caching',
  noun: 'content caching',
  label: 'Cache content',
  help: 'Objects of up to 2 MB, for up to ten minutes.',
  operation: 'contentCaching.set',
  isOn: ({ contentCaching: on }) => on,
  request: ({ region, id }, { enabled }) =>
    writeRequest(contentCaching, 'contentCaching.set', {
      region,
      params: { loadBalancerId: id },
      body: { contentCaching: { enabled } },
    }),
  impact: (on) =>
    on
      ? [
          'The load balancer answers from its cache what a node allowed to be cached, so fewer requests reach a node. Session persistence stays as it is; a check of it is only sure while caching is off.',
        ]
      : ['Every request reaches a node again.'],
});

/** Source: CLB v1.0 developer guide, "Log connections". */
export const connectionLoggingEdit = switchOf({
  name: 'connection-logging',
  title: 'Edit Logging',
  noun: 'logging',
  label: 'Log connections',
  help: 'Logs are delivered to Cloud Files.',
  operation: 'connectionLogging.set',
  isOn: ({ connectionLogging: on }) => on,
  request: ({ region, id }, { enabled }) =>
    writeRequest(connectionLogging, 'connectionLogging.set', {
      region,
      params: { loadBalancerId: id },
      body: { connectionLogging: { enabled } },
    }),
  impact: (on) =>
    on
      ? ['Traffic is not touched.']
      : ['Traffic is not touched; what happens while logging is off is not logged later.'],
});

/** Source: CLB v1.0 developer guide, "Update load balancer", httpsRedirect. */
export const httpsRedirectEdit = switchOf({
  name: 'https-redirect',
  title: 'Edit HTTPS Redirect',
  noun: 'HTTPS redirect',
  label: 'Redirect HTTP to HTTPS',
  operation: 'loadBalancers.update',
  isOn: ({ httpsRedirect: on }) => on,
  request: ({ region, id }, { enabled }) =>
    writeRequest(loadBalancers, 'loadBalancers.update', {
      region,
      params: { loadBalancerId: id },
      body: { loadBalancer: { httpsRedirect: enabled } },
    }),
  impact: (on) =>
    on
      ? [
          'Plain HTTP requests on port 80 are answered with a redirect to HTTPS. Clients that do not follow redirects, such as some health checks, fail.',
          'Cookies of session persistence stay valid on the secure port.',
        ]
      : ['Plain HTTP requests are not redirected any more.'],
});
