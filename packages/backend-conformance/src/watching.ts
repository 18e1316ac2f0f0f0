import assert from 'node:assert/strict';
import type { BackendSession, Call, CounterOffer } from '@whipway/core';
import type { Player } from './far-side.js';
import { checked } from './sample-offers.js';
import { CALL, type Opened, type Stage, type Watched } from './stage.js';

/** A player's POST on what `published` sends. */
export async function offerToWatch(
  stage: Stage,
  published: Opened,
  player: Player,
  call: Call = CALL,
): Promise<BackendSession | CounterOffer> {
  return (await request(stage, published, player, call)).reply;
}

/** A player watches: offer, answer (or counter-offer and its answer), transport up. */
export async function watch(stage: Stage, published: Opened): Promise<Watched> {
  const player = await stage.player();
  const { reply, offer, context } = await request(stage, published, player, CALL);
  const session = 'counterOffer' in reply ? await complete(stage, reply, player) : reply;
  await player.connect(session);
  return { offer, session, context, reports: context.reports, player };
}

async function request(stage: Stage, published: Opened, player: Player, call: Call) {
  const { playback } = stage.scene.backend;
  assert.ok(playback, '`playback` is there');
  const offer = checked(player.offer, 'watch');
  const context = stage.context(published.context.endpoint);
  const publication = { sessionId: published.context.sessionId, session: published.session };
  const opening = playback.open(offer, publication, context, call);
  return { reply: await stage.soon(opening, '`playback.open`'), offer, context };
}

async function complete(
  stage: Stage,
  counterOffer: CounterOffer,
  player: Player,
): Promise<BackendSession> {
  assert.ok(player.answer, 'the backend makes counter-offers, so the player needs `answer`');
  const answer = await player.answer(counterOffer);
  return stage.soon(counterOffer.complete(answer, CALL), '`complete`');
}
