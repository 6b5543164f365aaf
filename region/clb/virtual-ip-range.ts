import type { RegionName } from '../data-plane.ts';

const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

const group = (value: number) => value.toString(16).padStart(4, '0');

/** Addresses that end in 0 or 255 are left alone: some programs take them for networks and broadcasts. */
const isUsual = (value: number) => value % 256 !== 0 && value % 256 !== 255;

/**
 * Hands out a region's virtual IPs. `cidr`: an IPv4 network; a network of one address gives that address to everyone. The last usable
 * address is kept for the demo's nodes, so that regions that run side by side each have their own.
 */
export class VirtualIpRange {
  readonly nodeAddress: string;
  readonly #first: number;
  readonly #size: number;
  readonly #ipv6Prefix: string;
  #next = 0;
  #nextIpv6 = 1;

  constructor(region: RegionName, cidr: string) {
    const [address = '', length = '32'] = cidr.split('/');
    this.#size = 2 ** (32 - Number(length));
    this.#first = Math.floor(toNumber(address) / this.#size) * this.#size;
    this.nodeAddress = toAddress(this.#first + Math.max(0, this.#size - 2));
    // A unique local prefix for each region; nothing listens on these addresses.
    this.#ipv6Prefix = `fd00:0000:0000:${group(region === 'ORD' ? 1 : 2)}:0000:0000`;
  }

  /** Hands out from the first address on again. */
  startOver(): void {
    this.#next = 0;
    this.#nextIpv6 = 1;
  }

  /** An IPv4 address that is not `taken`; null when none is left. */
  ipv4(taken: ReadonlySet<string>): string | null {
    if (this.#size === 1) return toAddress(this.#first);
    for (let tried = 0; tried < this.#size; tried += 1) {
      const value = this.#first + this.#next;
      this.#next = (this.#next + 1) % this.#size;
      const address = toAddress(value);
      if (isUsual(value) && address !== this.nodeAddress && !taken.has(address)) return address;
    }
    return null;
  }

  /** An IPv6 address that is not `taken`, fully expanded. */
  ipv6(taken: ReadonlySet<string>): string {
    for (;;) {
      const value = this.#nextIpv6;
      this.#nextIpv6 += 1;
      const address = `${this.#ipv6Prefix}:${group(Math.floor(value / 65_536))}:${group(value % 65_536)}`;
      if (!taken.has(address)) return address;
    }
  }
}
