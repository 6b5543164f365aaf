/** Protocols, their default ports and what each allows. Source: CLB v1.0 developer guide, "Protocols"; port 0 = the caller must name one. */
export interface Protocol {
  readonly port: number;
  readonly monitors: readonly ('CONNECT' | 'HTTP' | 'HTTPS')[];
  readonly sslTermination: boolean;
  readonly logging: boolean;
  readonly halfClosed: boolean;
}

const protocol = (
  port: number,
  { monitors = ['CONNECT'], sslTermination = true, logging = true, halfClosed = false }: Partial<Protocol> = {},
): Protocol => ({ port, monitors, sslTermination, logging, halfClosed });

const udp = { monitors: [], sslTermination: false, logging: false } as const;

/** In the order in which the service lists them; IMAPv2 and IMAPv3, which its list response leaves out, stand last. */
export const protocols = {
  DNS_TCP: protocol(53),
  DNS_UDP: protocol(53, udp),
  FTP: protocol(21),
  HTTP: protocol(80, { monitors: ['CONNECT', 'HTTP'] }),
  HTTPS: protocol(443, { monitors: ['CONNECT', 'HTTPS'], sslTermination: false }),
  IMAPS: protocol(993, { sslTermination: false }),
  IMAPv4: protocol(143),
  LDAP: protocol(389),
  LDAPS: protocol(636, { sslTermination: false }),
  MYSQL: protocol(3306),
  POP3: protocol(110),
  POP3S: protocol(995, { sslTermination: false }),
  SFTP: protocol(22),
  SMTP: protocol(25),
  TCP: protocol(0, { halfClosed: true }),
  TCP_CLIENT_FIRST: protocol(0, { sslTermination: false, halfClosed: true }),
  TCP_STREAM: protocol(0),
  UDP: protocol(0, udp),
  UDP_STREAM: protocol(0, udp),
  IMAPv2: protocol(143),
  IMAPv3: protocol(220),
} as const satisfies Record<string, Protocol>;

export type ProtocolName = keyof typeof protocols;
export const protocolNames = Object.keys(protocols) as ProtocolName[];

export const algorithms = [
  'LEAST_CONNECTIONS',
  'RANDOM',
  'ROUND_ROBIN',
  'WEIGHTED_LEAST_CONNECTIONS',
  'WEIGHTED_ROUND_ROBIN',
] as const;
export type Algorithm = (typeof algorithms)[number];
