import { BlockList, isIP } from 'node:net';

/** These addresses are loopback and link-local ones, and those that stand for no address. */
const OWN = new BlockList();
OWN.addSubnet('0.0.0.0', 8);
OWN.addSubnet('127.0.0.0', 8);
OWN.addSubnet('169.254.0.0', 16);
OWN.addSubnet('::', 96, 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');
// NAT64 and 6to4 lead to the IPv4 address that stands in an address of IPv6.
OWN.addSubnet('64:ff9b::', 104, 'ipv6');
OWN.addSubnet('64:ff9b::127.0.0.0', 104, 'ipv6');
OWN.addSubnet('64:ff9b::169.254.0.0', 112, 'ipv6');
OWN.addSubnet('2002::', 24, 'ipv6');
OWN.addSubnet('2002:7f00::', 24, 'ipv6');
OWN.addSubnet('2002:a9fe::', 32, 'ipv6');
// EC2 has its metadata and other services of the machine here.
OWN.addSubnet('fd00:ec2::', 32, 'ipv6');

/** The files of hosts of common systems have these names. */
const OWN_NAMES = /(^|\.)(localhost[46]?(\.localdomain[46]?)?|ip6-(localhost|loopback))\.*$/;

/** Returns whether a URL leads to the machine itself, by an address or by a name of it. Other names are not resolved. */
function isOwn({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family) return OWN.check(host, family === 4 ? 'ipv4' : 'ipv6');
  return OWN_NAMES.test(host);
}

/**
 * Returns the address of the receiver on a developer's machine.
 * @throws Error whose sentence names the setting, and not its value
 */
export function localUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error('Set WEBHOOK_URL to an http or https address, or leave WEBHOOK_SECRET out too.');
  }
  return withoutCredentials(url);
}

/**
 * Returns the address of the receiver of a deployed stage.
 * @throws Error whose sentence names the setting, and not its value
 */
export function publicUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:') {
    throw new Error('Set WEBHOOK_URL to an https address. Only a local run may have http.');
  }
  if (isOwn(url)) {
    throw new Error(
      'Set WEBHOOK_URL to an address that is neither loopback nor link-local. Only a local run may have those.',
    );
  }
  return withoutCredentials(url);
}

function withoutCredentials(url: URL): URL {
  if (!url.username && !url.password) return url;
  throw new Error(
    'Set WEBHOOK_URL to an address without a user name and a password. Notices are signed instead.',
  );
}
