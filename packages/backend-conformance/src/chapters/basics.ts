import assert from 'node:assert/strict';
import {
  AbortHandle,
  type Capability,
  type CheckedOffer,
  can,
  type PublishContext,
} from '@whipway/core';
import { readAnswer } from '../answer-facts.js';
import { assertWhipError, rejection, whipRejection } from '../rejection.js';
import { hostCandidate, restartFragment, trickleFragment } from '../sample-fragments.js';
import { checked, publishOffer, unusableOffer } from '../sample-offers.js';
import { CALL, type Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** What holds for every backend before any media: its self-portrait, its health, its words. */
export const BASICS: Chapter<'basics'> = {
  async 'capabilities-as-declared'(stage) {
    const { backend, capabilities } = stage.scene;
    assert.deepEqual(backend.capabilities, capabilities, 'backend.capabilities');
    assert.ok(backend.name.length > 0, 'backend.name is not empty');
    const { codecs, ...abilities } = capabilities;
    for (const [name, ability] of Object.entries(abilities)) assertReason(name, ability);
    for (const codec of [...(codecs?.audio ?? []), ...(codecs?.video ?? [])]) {
      assert.equal(codec, codec.toLowerCase(), 'codec names are in lower case');
    }
    if (can(capabilities.playback)) assert.ok(backend.playback, '`playback` is there');
  },

  async 'health-when-up'(stage) {
    await stage.soon(stage.scene.backend.health(CALL), '`health`');
  },

  async 'health-abort'(stage) {
    const abort = new AbortHandle();
    abort.abort();
    const health = stage.scene.backend.health({ signal: abort.signal });
    await whipRejection(stage.soon(health, '`health`'), '`health`', 'aborted');
  },

  async 'unusable-offer-is-whip-error'(stage) {
    const outcome = await openUnusable(stage);
    if (outcome.answer === undefined) return assertWhipError(outcome.error, '`open`');
    const [section] = readAnswer(outcome.answer).sections;
    assert.ok(section, 'the answer has a section');
    assert.ok(
      section.port === 0 || section.direction === 'inactive',
      'an offer in a codec nobody has was answered as if it could be received',
    );
  },

  async 'errors-tell-no-secrets'(stage) {
    const offer = checked(publishOffer());
    const abort = new AbortHandle();
    const opening = stage.scene.backend.open(offer, stage.context(), { signal: abort.signal });
    abort.abort();
    const aborted = await rejection(stage.soon(opening, '`open`'), '`open`').catch(() => undefined);
    assertSilentAbout(String(aborted), offer.ice, 'the error of an aborted `open`');
    const unusable = await openUnusable(stage);
    assertSilentAbout(String(unusable.error), unusable.secrets, 'the error of an unusable offer');
  },

  async 'logs-tell-no-secrets'(stage) {
    const opened = await stage.open();
    const { offer, session } = opened;
    const restart = restartFragment(offer);
    const ignore = (): undefined => undefined;
    await session.addCandidates(trickleFragment(offer, [hostCandidate()]), CALL).catch(ignore);
    const answered = await session.restartIce(restart, CALL).catch(ignore);
    await session.close('client-deleted');
    const { ufrag = '', pwd = '' } = readAnswer(session.answer);
    const log = stage.scene.logger.text;
    for (const credentials of [offer.ice, restart, { ufrag, pwd }, answered]) {
      if (credentials) assertSilentAbout(log, credentials, 'the log');
    }
  },

  async 'bearer-stays-secret'(stage) {
    const { backend, logger } = stage.scene;
    const endpoint = stage.endpoint();
    const bearer = 'kit.bearer-token.of-the-client';
    const token = backend.wantsBearer?.(endpoint) ? { bearer } : {};
    const open = (context: PublishContext, offer: CheckedOffer) =>
      stage.soon(backend.open(offer, context, CALL), '`open`').then(
        (session) => session.close('client-deleted'),
        (error: unknown) => error,
      );
    const offers = [checked(publishOffer()), checked(unusableOffer())];
    for (const offer of offers) {
      const outcome = await open({ ...stage.context(endpoint), ...token }, offer);
      assert.ok(!String(outcome).includes(bearer), 'an error holds the client’s token');
    }
    assert.ok(!logger.text.includes(bearer), 'the log holds the client’s token');
    const without = await open(stage.context(endpoint), checked(publishOffer()));
    if (without !== undefined) assertWhipError(without, '`open`');
  },
};

function assertReason(name: string, ability: Capability): void {
  if (ability === 'yes') return;
  assert.ok(ability.no.trim().length > 0, `capability ${name}: "no" comes with its reason`);
}

interface Secrets {
  readonly ufrag: string;
  readonly pwd: string;
}

function assertSilentAbout(text: string, { ufrag, pwd }: Secrets, where: string): void {
  assert.ok(!text.includes(pwd), `${where} holds an ICE password`);
  assert.ok(!text.includes(ufrag), `${where} holds an ICE ufrag`);
}

/** Opens with a codec nobody has: an error, or an answer. */
async function openUnusable(
  stage: Stage,
): Promise<{ readonly secrets: Secrets; readonly error?: unknown; readonly answer?: string }> {
  const offer = checked(unusableOffer());
  const secrets = offer.ice;
  const opening = stage.scene.backend.open(offer, stage.context(), CALL);
  return stage.soon(opening, '`open`').then(
    ({ answer }) => ({ secrets, answer }),
    (error: unknown) => ({ secrets, error }),
  );
}
