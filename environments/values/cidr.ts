/** A block of IPv4 addresses, both ends included, as unsigned 32-bit numbers. */
export interface Cidr {
  readonly text: string;
  readonly prefix: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Reads `a.b.c.d/prefix`. Returns undefined when the text is no such block, or when it has host bits
 * (`10.0.0.7/24`): AWS stores the block without them, and Terraform would then plan a change every time.
 */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  if (match.slice(1).some((digits) => digits.length > 1 && digits.startsWith("0"))) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { text, prefix, first, last: first + size - 1 } : undefined;
}

/** The block that begins at an address: the opposite of {@link parseCidr}. */
export function cidrText(first: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return `${octets.join(".")}/${prefix}`;
}

export function addressCount(block: Cidr): number {
  return block.last - block.first + 1;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlap(one: Cidr, other: Cidr): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** The ranges that the internet does not route: RFC 1918 and RFC 6598. */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(parseCidr);

export function isPrivate(block: Cidr): boolean {
  return PRIVATE_RANGES.some((range) => range !== undefined && contains(range, block));
}
