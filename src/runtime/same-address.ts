/**
 * Do both name one place? Others may write an address of ours with another case of its host, with its
 * default port or with a slash at its end.
 */
export function isSameAddress(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/** What follows `root` in the address; null where it does not begin with it. */
export function pathBelow(root: string, address: string): string | null {
  const [start, whole] = [`${plain(root)}/`, plain(address)];
  return whole.startsWith(start) ? whole.slice(start.length) : null;
}

function plain(address: string): string {
  const url = URL.canParse(address) ? new URL(address).href : address;
  return url.replace(/\/+$/, '');
}
