import { type Call, NEVER_ABORTED, WhipError } from '@whipway/core';
import type { PromiseOf } from '../../src/promises.js';
import { override, type Spoil, spoilAnswers, spoilBackend, spoilSessions } from './spoiling.js';

type Promises = Exclude<PromiseOf<'basics' | 'opening' | 'aborting'>, `no-${string}`>;

const DEAF: Call = { signal: NEVER_ABORTED };

/** Backends that break one promise each, from the first look to the answer. */
export const BROKEN_OPENING: Readonly<Record<Promises, Spoil>> = {
  'capabilities-as-declared': spoilBackend(({ capabilities }) => ({
    capabilities: { ...capabilities, codecs: { audio: ['Opus'], video: ['VP8'] } },
  })),

  'health-when-up': spoilBackend((honest) => {
    let first = true;
    return {
      async health(call) {
        if (call.signal.aborted) return honest.health(call);
        if (first) {
          first = false;
          throw new WhipError('backend-unavailable', 'Still warming up.');
        }
        return honest.health(call);
      },
    };
  }),

  'health-abort': spoilBackend((honest) => ({ health: () => honest.health(DEAF) })),

  'unusable-offer-is-whip-error': spoilBackend((honest) => ({
    open: (offer, context, call) =>
      honest.open(offer, context, call).catch((error: unknown) => {
        const codec = WhipError.is(error) && error.code === 'codec-unsupported';
        throw codec ? new TypeError('cannot read properties of undefined') : error;
      }),
  })),

  'errors-tell-no-secrets': spoilBackend((honest) => ({
    open: (offer, context, call) =>
      honest.open(offer, context, call).catch((error: unknown) => {
        if (!WhipError.is(error)) throw error;
        throw new WhipError(error.code, `${error.message} Offer: ${offer.text}`);
      }),
  })),

  'logs-tell-no-secrets': spoilBackend((honest) => ({
    async open(offer, context, call) {
      const session = await honest.open(offer, context, call);
      context.logger.debug('answered', { nested: { answer: session.answer } });
      return session;
    },
  })),

  'bearer-stays-secret': spoilBackend((honest) => ({
    wantsBearer: () => true,
    open(offer, context, call) {
      context.logger.debug('asks the server', { authorization: context.bearer });
      return honest.open(offer, context, call);
    },
  })),

  'open-answer-accepted': spoilSessions(({ answer }, _context, _server, offer) => {
    const usual = offer.setup === 'actpass' && offer.media.length === 2;
    const sendonly = offer.text.includes('a=sendonly');
    return { answer: usual && sendonly ? answer.replace(/a=candidate:.*\r\n/g, '') : answer };
  }),

  'open-answer-setup': spoilAnswers((answer) =>
    answer.replace(/a=setup:active/g, 'a=setup:passive'),
  ),

  'open-answer-direction': spoilSessions(({ answer }, _context, _server, offer) => ({
    answer: /a=(sendonly|recvonly|sendrecv)/.test(offer.text)
      ? answer
      : answer.replace(/^m=video 9/m, 'm=video 0'),
  })),

  'open-single-track': spoilBackend((honest) => ({
    async open(offer, context, call) {
      const [first] = offer.media;
      if (first?.kind === 'audio' || first?.codecs[0]?.name === 'x-unheard-of') {
        return honest.open(offer, context, call);
      }
      throw new WhipError('offer-unsupported', 'Bring a microphone.');
    },
  })),

  'open-credentials-fresh': spoilAnswers((answer) =>
    answer.replace(/a=ice-pwd:.*/g, 'a=ice-pwd:thesamepasswordforeverybody'),
  ),

  'ice-servers-usable': spoilSessions(() => ({
    iceServers: { servers: [{ urls: 'turn://relay.example' }], use: 'beside' },
  })),

  'parallel-sessions-independent': spoilBackend((honest) => {
    const open = new Set<() => void>();
    return {
      async open(offer, context, call) {
        const session = await honest.open(offer, context, call);
        open.add(() => context.reports.hungUp('backend-closed'));
        const close = async (...reason: Parameters<typeof session.close>) => {
          if (open.size > 3) for (const hangUp of open) hangUp();
          return session.close(...reason);
        };
        return override(session, { close });
      },
    };
  }),

  'endpoint-free-after-close': spoilBackend((honest) => {
    const used = new Set<string>();
    return {
      async open(offer, context, call) {
        const { id } = context.endpoint;
        if (used.has(id)) throw new WhipError('endpoint-busy', 'Somebody was here before.');
        used.add(id);
        return honest.open(offer, context, call);
      },
      async closeEndpoint({ id }) {
        used.delete(id);
      },
    };
  }),

  'endpoint-comes-and-goes': spoilBackend((honest) => {
    const known = new Set<string>();
    return {
      async openEndpoint(endpoint, call) {
        if (known.has(endpoint.id)) throw new WhipError('backend-refused', 'The room exists.');
        known.add(endpoint.id);
        return honest.openEndpoint?.(endpoint, call);
      },
    };
  }),

  'simulcast-layers-accepted': spoilAnswers((answer) =>
    answer.replace(/a=simulcast:recv h;m;l/, 'a=simulcast:recv h;m'),
  ),

  'open-aborted-before': spoilBackend((honest) => ({
    open: (offer, context, call) => honest.open(offer, context, call.signal.aborted ? DEAF : call),
  })),

  'open-abort-rejects-at-once': spoilBackend((honest) => ({
    async open(offer, context, call) {
      if (call.signal.aborted) return honest.open(offer, context, call);
      const session = await honest.open(offer, context, DEAF);
      if (!call.signal.aborted) return session;
      await session.close('not-opened');
      throw new WhipError('aborted', 'The request was abandoned.');
    },
  })),

  'aborted-open-is-released': spoilBackend((honest) => ({
    open(offer, context, call) {
      if (call.signal.aborted) return honest.open(offer, context, call);
      return new Promise((resolve, reject) => {
        honest.open(offer, context, DEAF).then(resolve, reject);
        const abandon = () => reject(new WhipError('aborted', 'The request was abandoned.'));
        call.signal.addEventListener('abort', abandon);
      });
    },
  })),
};
