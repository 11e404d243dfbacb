import { BlockList, isIP } from 'node:net';
import type { RequestOrigin } from '#lib/domain/audit/audit-entry.ts';
import type { Env } from '#lib/env.ts';

const ADDRESS_CHARACTERS = 64;
const AGENT_CHARACTERS = 200;

/**
 * Where a request came from, for the audit log. A route sees no socket: Next writes the peer's address into X-Forwarded-For where
 * no proxy has, and whoever reaches the server past its proxies can write anything. So it is told, and not believed.
 * With TRUSTED_PROXIES it is the last address that is none of those.
 */
export function requestOrigin(request: Request, env: Pick<Env, 'TRUSTED_PROXIES'>): RequestOrigin {
  const addresses = (request.headers.get('x-forwarded-for') ?? '').split(',').flatMap((part) => part.trim() || []);
  const trusted = trustedProxies(env.TRUSTED_PROXIES ?? '');
  const address = addresses.findLast((one) => !isTrusted(trusted, one)) ?? addresses[0];
  const agent = request.headers.get('user-agent');
  return { address: address?.slice(0, ADDRESS_CHARACTERS) ?? null, userAgent: agent?.slice(0, AGENT_CHARACTERS) ?? null };
}

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function trustedProxies(text: string): BlockList {
  const list = new BlockList();
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [net = '', bits] = entry.split('/');
    if (isIP(net) === 0) continue;
    if (bits === undefined) list.addAddress(net, family(net));
    else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(net) === 6 ? 128 : 32)) list.addSubnet(net, Number(bits), family(net));
  }
  return list;
}

function isTrusted(list: BlockList, address: string): boolean {
  // IPv4 as IPv6 writes it.
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  return isIP(plain) !== 0 && list.check(plain, family(plain));
}
