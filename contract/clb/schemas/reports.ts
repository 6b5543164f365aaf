import { z } from '../../shared/zod.ts';
import { Link, timestamp } from './shared.ts';

/** Statistics and usage. Source: CLB v1.0 developer guide, "Statistics" and "Usage reports". */
const Counters = z.object({
  connectTimeOut: z.int(),
  connectError: z.int(),
  connectFailure: z.int(),
  dataTimedOut: z.int(),
  keepAliveTimedOut: z.int(),
  maxConn: z.int(),
  currentConn: z.int(),
});
const secure = z.int().nullish().meta({ description: 'No value without SSL termination.' });
const Statistics = Counters.extend({
  connectTimeOutSsl: secure,
  connectErrorSsl: secure,
  connectFailureSsl: secure,
  dataTimedOutSsl: secure,
  keepAliveTimedOutSsl: secure,
  maxConnSsl: secure,
  currentConnSsl: secure,
});

const UsageRecord = z.object({
  id: z.int(),
  startTime: timestamp,
  endTime: timestamp,
  numPolls: z.int(),
  numVips: z.int(),
  vipType: z.enum(['PUBLIC', 'SERVICENET']),
  sslMode: z.enum(['ON', 'OFF', 'MIXED']),
  eventType: z.string().optional(),
  averageNumConnections: z.number(),
  incomingTransfer: z.int(),
  outgoingTransfer: z.int(),
  averageNumConnectionsSsl: z.number(),
  incomingTransferSsl: z.int(),
  outgoingTransferSsl: z.int(),
});
const records = { loadBalancerUsageRecords: z.array(UsageRecord), links: z.array(Link) };

const example = {
  connectTimeOut: 0,
  connectError: 0,
  connectFailure: 0,
  dataTimedOut: 0,
  keepAliveTimedOut: 0,
  maxConn: 12,
  currentConn: 3,
};

export const reportSchemas = {
  UsageRecord,
  StatisticsResponse: Statistics.meta({ examples: [example] }),
  UsageResponse: z.object(records).meta({ examples: [{ loadBalancerUsageRecords: [], links: [] }] }),
  AccountUsageResponse: z
    .object({
      accountId: z.int(),
      accountUsage: z.object({
        accountUsageRecords: z.array(
          z.object({
            numLoadBalancers: z.int(),
            numPublicVips: z.int(),
            numServicenetVips: z.int(),
            startTime: timestamp,
          }),
        ),
        links: z.array(Link),
      }),
      loadBalancerUsages: z.array(z.object({ loadBalancerId: z.int(), loadBalancerName: z.string(), ...records })),
    })
    .meta({
      examples: [{ accountId: 100001, accountUsage: { accountUsageRecords: [], links: [] }, loadBalancerUsages: [] }],
    }),
};
