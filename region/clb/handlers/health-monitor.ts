import { faults } from '../../../contract/clb/faults.ts';
import { protocols } from '../../../contract/clb/protocols.ts';
import { accepted, ok, Refusal } from '../answer.ts';
import { type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import { completeMonitor, refuseUnusable } from './health-monitor-values.ts';
import { isUdp } from './ports.ts';

/** Source: CLB v1.0 developer guide, "Monitors". */
export const healthMonitor = {
  'healthMonitor.show': (context) => ok({ healthMonitor: shown(context).healthMonitor ?? {} }),

  'healthMonitor.set': async (context, draft) => {
    await refuseUnusable(context.service.dataPlane, draft);
    const loadBalancer = named(context);
    const { protocol } = loadBalancer;
    if (isUdp(protocol)) throw new Refusal('HM400', faults.HM400.words.udp);
    if (!(protocols[protocol].monitors as readonly string[]).includes(draft.type)) {
      throw new Refusal('HM400', faults.HM400.words.update(draft.type, protocol));
    }
    const monitor = completeMonitor(draft, loadBalancer.healthMonitor);
    await context.service.jobs.update(loadBalancer, {
      operation: 'healthMonitor.set',
      author: context.author,
      set: { healthMonitor: monitor },
      succeeded: [feedEvents.healthMonitorUpdated(monitor)],
      failed: [feedEvents.healthMonitorNotUpdated],
    });
    return accepted;
  },

  'healthMonitor.delete': async (context) => {
    const loadBalancer = named(context);
    const { jobs } = context.service;
    if (loadBalancer.status === 'DELETED') jobs.requireActive(loadBalancer);
    if (!loadBalancer.healthMonitor) throw new Refusal('HM422', faults.HM422.words.default);
    if (loadBalancer.nodes.some(({ type, condition }) => type === 'SECONDARY' && condition === 'ENABLED')) {
      throw new Refusal('HMSEC400', faults.HMSEC400.words.default);
    }
    await jobs.update(loadBalancer, {
      operation: 'healthMonitor.delete',
      author: context.author,
      // At once, so that what the basic check finds before the job ends is not overwritten.
      set: {
        nodes: loadBalancer.nodes.map((node) => (node.condition === 'ENABLED' ? { ...node, status: 'ONLINE' } : node)),
      },
      finish: { set: { healthMonitor: null } },
      succeeded: [feedEvents.healthMonitorDeleted],
      failed: [feedEvents.healthMonitorNotDeleted],
    });
    return accepted;
  },
} satisfies Partial<Handlers>;
