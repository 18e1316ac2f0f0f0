import assert from 'node:assert/strict';
import {
  acceptAnswer,
  type BackendEndpoint,
  iceServerFault,
  WhipError,
  type WhipErrorCode,
} from '@whipway/core';
import { readAnswer } from '../answer-facts.js';
import { assertWhipError } from '../rejection.js';
import {
  checked,
  type OfferVariation,
  publishOffer,
  SAMPLE_RIDS,
  simulcastOffer,
} from '../sample-offers.js';
import { CALL, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** `open`, from the offer to the answer, and the endpoints it happens on. */
export const OPENING: Chapter<'opening'> = {
  async 'open-answer-accepted'(stage) {
    await openAccepted(stage);
  },

  async 'open-answer-setup'(stage) {
    await openAccepted(stage, { setup: 'active' }, 'offer-unsupported');
    await openAccepted(stage, { setup: 'passive' }, 'offer-unsupported');
  },

  async 'open-answer-direction'(stage) {
    await openAccepted(stage, { direction: 'sendrecv' });
    await openAccepted(stage, { direction: undefined });
  },

  async 'open-single-track'(stage) {
    await openAccepted(stage, { kinds: ['audio'] });
    await openAccepted(stage, { kinds: ['video'] });
  },

  async 'open-credentials-fresh'(stage) {
    const first = readAnswer((await stage.open()).session.answer);
    const second = readAnswer((await stage.open()).session.answer);
    assert.notEqual(first.ufrag, second.ufrag, 'ufrags of two sessions');
    assert.notEqual(first.pwd, second.pwd, 'passwords of two sessions');
  },

  async 'ice-servers-usable'(stage) {
    const { session } = await stage.open();
    for (const server of session.iceServers?.servers ?? []) {
      assert.equal(iceServerFault(server), undefined, 'an ICE server of the session');
      const { credential } = server;
      if (credential) assert.ok(!stage.scene.logger.text.includes(credential), 'told in the log');
    }
  },

  async 'parallel-sessions-independent'(stage) {
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => stage.open()));
    assert.ok(first);
    await stage.soon(first.session.close('client-deleted'), '`close`');
    await stage.quiet();
    for (const other of others) {
      assert.equal(other.reports.of('hungUp').length, 0, 'another session was hung up');
    }
    assert.equal(await stage.scene.heldSessions(), others.length, 'sessions still held');
  },

  async 'endpoint-free-after-close'(stage) {
    const endpoint = stage.endpoint();
    const { session } = await stage.open(undefined, endpoint);
    await stage.soon(session.close('client-deleted'), '`close`');
    await stage.open(undefined, endpoint);
  },

  async 'endpoint-comes-and-goes'(stage) {
    const endpoint = stage.endpoint();
    await useEndpoint(stage, endpoint);
    await useEndpoint(stage, endpoint);
  },

  async 'simulcast-layers-accepted'(stage) {
    const { session } = await stage.open(checked(simulcastOffer()));
    const video = readAnswer(session.answer).sections.find(({ kind }) => kind === 'video');
    assert.equal(video?.simulcast, `recv ${SAMPLE_RIDS.join(';')}`, 'a=simulcast of the answer');
    assert.deepEqual([...video.rids].sort(), [...SAMPLE_RIDS].sort(), 'a=rid of the answer');
  },

  async 'no-simulcast-is-told'(stage) {
    const opening = stage.open(checked(simulcastOffer()));
    const outcome = await opening.catch((error: unknown) => {
      assertWhipError(error, '`open`');
      return undefined;
    });
    if (!outcome) return;
    const video = readAnswer(outcome.session.answer).sections.find(({ kind }) => kind === 'video');
    const layers = video?.simulcast?.replace('recv ', '').split(';') ?? [];
    assert.ok(
      layers.length < SAMPLE_RIDS.length,
      'all layers are accepted: declare simulcast "yes"',
    );
  },
};

/** Added, published to, removed: as the core does it, with or without the optional methods. */
async function useEndpoint(stage: Stage, endpoint: BackendEndpoint): Promise<void> {
  const { backend } = stage.scene;
  if (backend.openEndpoint)
    await stage.soon(backend.openEndpoint(endpoint, CALL), '`openEndpoint`');
  const { session } = await stage.open(undefined, endpoint);
  await stage.soon(session.close('endpoint-removed'), '`close`');
  if (backend.closeEndpoint) {
    await stage.soon(backend.closeEndpoint(endpoint, CALL), '`closeEndpoint`');
  }
}

/** The offer is answered and the answer passes the core, or it is refused with `refusal`. */
async function openAccepted(
  stage: Stage,
  variation: OfferVariation = {},
  refusal?: WhipErrorCode,
): Promise<void> {
  const opening = stage.open(checked(publishOffer(variation)));
  const outcome = await opening.catch((error: unknown) => {
    if (WhipError.is(error) && error.code === refusal) return undefined;
    throw error;
  });
  if (!outcome) return;
  acceptAnswer(outcome.session.answer, outcome.offer, { rtcpMuxOnly: true });
  await stage.soon(outcome.session.close('client-deleted'), '`close`');
}
