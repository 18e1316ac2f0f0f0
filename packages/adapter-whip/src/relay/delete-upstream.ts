import type { Clock } from '@whipway/core';
import { type HttpReply, succeeded } from '../http/http-message.js';
import type { UpstreamLink } from './upstream-link.js';

/** `refused`: the server will not. `failed`: it could not be told. */
export type DeleteResult = 'deleted' | 'unsupported' | 'refused' | 'failed';

/** Milliseconds before another try: without DELETE the client’s media would simply go on. */
const PAUSES: readonly number[] = [250, 1_000];

/** DELETE until the server has understood, at most three times. Never rejects. */
export async function deleteUpstream(
  link: UpstreamLink,
  url: URL,
  clock: Clock,
): Promise<DeleteResult> {
  for (const pause of [...PAUSES, undefined]) {
    const reply = await link.delete(url).catch(() => undefined);
    const result = reply ? readDelete(reply) : 'failed';
    if (result !== 'failed' || pause === undefined) return result;
    await new Promise<void>((resolve) => clock.after(pause, resolve));
  }
  return 'failed';
}

/** C-23: what is not there is deleted. */
function readDelete(reply: HttpReply): DeleteResult {
  const { status } = reply;
  if (succeeded(reply) || status === 404 || status === 410) return 'deleted';
  if (status === 405 || status === 501) return 'unsupported';
  return status >= 500 || status === 429 ? 'failed' : 'refused';
}
