import { admit } from './admission.js';
import { asksForLink, isPreflight, preflightLines } from './cors.js';
import type { Exchange, Reply } from './exchange.js';
import type { HeaderLine } from './http-message.js';
import { allowedMethods, bodyTypes } from './methods.js';
import { iceServerLines } from './operations.js';

/**
 * OPTIONS: 200 to anybody on every URL of ours, whether it exists or not (S-50 to S-58, S-73).
 * Exactly 200 rather than 204, because deployed clients and test tools compare.
 */
export async function describeOptions(exchange: Exchange): Promise<Reply> {
  const { matched, settings } = exchange;
  const allowed = allowedMethods(matched, settings);
  const accepted: HeaderLine =
    matched.route.subject === 'endpoint'
      ? ['Accept-Post', bodyTypes(matched, 'POST').join(', ')]
      : ['Accept-Patch', bodyTypes(matched, 'PATCH').join(', ')];
  return {
    status: 200,
    headers: [
      ['Allow', allowed.join(', ')],
      ...(matched.route.subject === 'endpoint' || allowed.includes('PATCH') ? [accepted] : []),
      ...preflightLines(matched, settings),
      ...((await mayShowServers(exchange)) ? iceServerLines(settings) : []),
    ],
  };
}

/** TURN credentials go to who may open a session, and not with preflights (S-64, S-65, X8). */
async function mayShowServers(exchange: Exchange): Promise<boolean> {
  const { matched, request, settings } = exchange;
  if (settings.iceServerLinks.length === 0 || matched.route.subject !== 'endpoint') return false;
  if (isPreflight(request) && !asksForLink(request)) return false;
  return await admit(exchange).then(
    () => true,
    () => false,
  );
}
