import type { operations } from './index.ts';

export type Group = (typeof operations)[keyof typeof operations]['group'];

/** What the operations of each group are about, in one sentence. */
export const groups: Readonly<Record<Group, string>> = {
  'Session persistence': 'Which node a client comes back to.',
  'Load balancers': 'The load balancers of the account in one region.',
  Nodes: 'The servers that a load balancer sends traffic to, and what became of their health checks.',
  'Virtual IPs': 'The addresses on which a load balancer takes traffic.',
  'Access list': 'Which clients may connect.',
  'Health monitor': 'How a load balancer finds out that a node does not answer.',
  'Connection logging': 'Whether connections are written to log files.',
  'Connection throttle': 'How many connections one client may hold.',
  'Content caching': 'Whether a load balancer answers repeated requests itself.',
  'SSL termination': 'TLS that ends at the load balancer: certificate, port, protocols and ciphers.',
  'Certificate mappings': 'Certificates for single host names, beside the main one of the SSL termination.',
  'Error page': 'What visitors see when no node can answer.',
  Statistics: 'Connections and errors of a load balancer since it started.',
  'Load balancer metadata': 'Keys and values of your own on a load balancer.',
  'Node metadata': 'Keys and values of your own on a node.',
  'Protocols and algorithms': 'What a region can balance, and how.',
  'Allowed domains': 'In which domains a node may be named by host name.',
  Usage: 'Transfer and connections by hour, as they are charged for.',
  Limits: 'How many requests and things an account may have.',
  'Source addresses': 'From which addresses load balancers reach their nodes.',
  'Atom feeds': 'What changed and who changed it, ten entries a page, as XML.',
  Identity: 'Tokens: given for credentials, validated, revoked.',
};
