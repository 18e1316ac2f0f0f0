import { ClientError } from '../client-error.js';
import { failingAs } from '../failing-as.js';
import type { SignallingSession } from '../http/signalling-session.js';
import type { PeerConnection } from '../platform.js';
import { answerFault } from '../sdp/answer-fault.js';
import { type OfferChanges, offerToSend } from '../sdp/offer-to-send.js';
import { isRefused, mediaKind, parseSdp } from '../sdp/session-description.js';
import { withStartBitrate } from '../sdp/start-bitrate.js';
import { peerConfiguration, type ResolvedOptions } from './client-options.js';
import { gatheringComplete } from './gathering.js';
import type { LiveSession } from './live-session.js';

export interface Negotiation {
  readonly peer: PeerConnection;
  readonly options: ResolvedOptions;
  readonly changes: OfferChanges;
  readonly signal: AbortSignal;
  /** POSTs the offer. */
  readonly post: (offer: string) => Promise<SignallingSession>;
  readonly live: LiveSession;
  readonly warn: (error: ClientError) => void;
  readonly answered: ((answer: string) => Promise<void>) | undefined;
}

/**
 * Offer, POST, answer (RFC 9725, section 4.2).
 *
 * With full trickle nothing is gathered before the server's ICE servers are known (C-30).
 *
 * @returns the session that is still to be answered, when the server made a counter-offer (WHEP).
 */
export async function negotiate(negotiation: Negotiation): Promise<SignallingSession | undefined> {
  const { peer, options, live, signal } = negotiation;
  const offer = await peer.createOffer();
  signal.throwIfAborted();
  const half = options.trickle === 'half';
  if (half) {
    await peer.setLocalDescription(offer);
    await gatheringComplete(peer, options.gatheringTimeout, signal);
  }
  const complete = half && peer.iceGatheringState === 'complete';
  const text = (half ? peer.localDescription?.sdp : offer.sdp) ?? '';
  if (!complete) live.collect(text);
  const signalling = await negotiation.post(
    offerToSend(text, { ...negotiation.changes, complete }),
  );
  if (signalling.reply.kind === 'counter-offer') return signalling;
  // What has gathered already makes use of them at an ICE restart.
  useServerIce(negotiation, signalling);
  if (!half) await peer.setLocalDescription(offer);
  const answer = withStartBitrate(signalling.reply.sdp, options.startBitrate);
  await applyAnswer(negotiation, text, answer);
  live.open(signalling, answer);
  await negotiation.answered?.(answer);
  return undefined;
}

/** The user's own servers win (C-30); servers that cannot be used do not cost the session (C-31). */
function useServerIce(
  { peer, options, warn }: Pick<Negotiation, 'peer' | 'options' | 'warn'>,
  { reply }: SignallingSession,
): void {
  if (options.iceServers || reply.iceServers.length === 0) return;
  try {
    peer.setConfiguration({ ...peerConfiguration(options), iceServers: reply.iceServers });
  } catch (cause) {
    warn(ClientError.from(cause, 'unexpected-reply'));
  }
}

async function applyAnswer(
  { peer, warn }: Negotiation,
  offer: string,
  answer: string,
): Promise<void> {
  const fault = answerFault(offer, answer);
  if (fault) throw new ClientError('answer-unusable', fault);
  await failingAs('answer-unusable', peer.setRemoteDescription({ type: 'answer', sdp: answer }));
  for (const section of parseSdp(answer).media.filter(isRefused))
    warn(new ClientError('refused', `The server takes no ${mediaKind(section)}.`));
}

/**
 * Takes a counter-offer with a connection of its own and answers it with all candidates
 * (WHEP draft 03, section 4.2).
 */
export async function acceptCounterOffer(
  negotiation: Pick<Negotiation, 'peer' | 'options' | 'signal' | 'warn'>,
  signalling: SignallingSession,
): Promise<void> {
  const { peer, options, signal } = negotiation;
  useServerIce(negotiation, signalling);
  const { sdp } = signalling.reply;
  await failingAs('answer-unusable', peer.setRemoteDescription({ type: 'offer', sdp }));
  await peer.setLocalDescription(await peer.createAnswer());
  await gatheringComplete(peer, options.gatheringTimeout, signal);
  signal.throwIfAborted();
  await signalling.answer(peer.localDescription?.sdp ?? '');
}
