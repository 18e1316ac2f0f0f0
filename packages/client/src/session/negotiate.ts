import { ClientError } from '../client-error.js';
import type { SignallingSession } from '../http/signalling-session.js';
import type { PeerConnection } from '../platform.js';
import { answerFault } from '../sdp/answer-fault.js';
import { type OfferChanges, offerToSend } from '../sdp/offer-to-send.js';
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
  useServerIce(peer, options, signalling);
  if (!half) await peer.setLocalDescription(offer);
  const answer = withStartBitrate(signalling.reply.sdp, options.startBitrate);
  await applyAnswer(peer, text, answer);
  live.open(signalling, answer);
  await negotiation.answered?.(answer);
  return undefined;
}

/** The user's own servers win (C-30). */
function useServerIce(
  peer: PeerConnection,
  options: ResolvedOptions,
  { reply }: SignallingSession,
): void {
  if (options.iceServers || reply.iceServers.length === 0) return;
  peer.setConfiguration({ ...peerConfiguration(options), iceServers: reply.iceServers });
}

async function applyAnswer(peer: PeerConnection, offer: string, answer: string): Promise<void> {
  const fault = answerFault(offer, answer);
  if (fault) throw new ClientError('answer-unusable', fault);
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
}

/**
 * Takes a counter-offer with a connection of its own and answers it with all candidates
 * (WHEP draft 03, section 4.2).
 */
export async function acceptCounterOffer(
  peer: PeerConnection,
  signalling: SignallingSession,
  { options, signal }: Pick<Negotiation, 'options' | 'signal'>,
): Promise<void> {
  useServerIce(peer, options, signalling);
  await peer.setRemoteDescription({ type: 'offer', sdp: signalling.reply.sdp });
  await peer.setLocalDescription(await peer.createAnswer());
  await gatheringComplete(peer, options.gatheringTimeout, signal);
  signal.throwIfAborted();
  await signalling.answer(peer.localDescription?.sdp ?? '');
}
