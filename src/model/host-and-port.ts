/** An address with its port as one writes it in a URL: IPv6 in brackets. */
export const hostAndPort = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
