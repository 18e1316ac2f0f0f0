import { type CheckedOffer, WhipError } from '@whipway/core';
import { refusedSections } from './answer.js';
import type { Joined, PublishingPlan } from './publishing-plan.js';

/** Helpers of codecs, which no room lists. */
const AUXILIARY = new Set(['rtx', 'red', 'ulpfec', 'flexfec-03', 'telephone-event', 'cn']);

/**
 * Refuses what Janus only half accepted (RFC 9725, section 4.4.3: reject the POST, not the section).
 *
 * @throws WhipError `codec-unsupported` that names the codecs of both sides
 */
export async function refuseDeadSections(
  answer: string,
  { handle, room, offer }: Joined,
  plan: PublishingPlan,
): Promise<void> {
  const [refused] = refusedSections(answer);
  if (!refused) return;
  const taken = await plan.codecs?.(handle, room).catch(() => undefined);
  const kind = refused.kind === 'audio' ? 'audio' : 'video';
  const takes = taken ? `takes ${taken[kind].join(', ') || `no ${kind}`}` : 'takes none of these';
  const offers = offeredCodecs(offer, refused.mid).join(', ') || 'no codec';
  const message = `The ${kind} section offers ${offers}; the Janus ${plan.plugin} ${takes}.`;
  throw new WhipError('codec-unsupported', message, { rule: 'S-20' });
}

function offeredCodecs({ media }: CheckedOffer, mid: string): readonly string[] {
  const names = media.find((section) => section.mid === mid)?.codecs.map(({ name }) => name) ?? [];
  return [...new Set(names)].filter((name) => !AUXILIARY.has(name));
}
