import {
  type BackendEnvironment,
  type MediaBackend,
  type PublishContext,
  WhipError,
} from '@whipway/core';
import { z } from 'zod';

/** What a test lets its media server do. */
export interface SpareServer {
  /** Settings and surroundings of every backend made. */
  readonly made: { readonly settings: unknown; readonly environment: BackendEnvironment }[];
  /** Endpoints of the sessions asked for. */
  readonly asked: PublishContext['endpoint'][];
  health: () => Promise<void>;
  close: () => Promise<void>;
}

export function spareServer(): SpareServer {
  return { made: [], asked: [], health: async () => {}, close: async () => {} };
}

const NO = { no: 'it is a media server without media' };

/** A second adapter beside the real one: it refuses every session, and remembers what it was asked. */
export function spareAdapter(server: SpareServer) {
  return {
    kind: 'spare',
    settings: {
      backend: z.strictObject({
        url: z.url().describe('Where it is.'),
        adminSecret: z.string().optional().describe('What it wants to hear.'),
      }),
      endpoint: z.strictObject({ room: z.int().default(1).describe('Where to.') }),
    },
    create(settings: unknown, environment: BackendEnvironment): MediaBackend {
      server.made.push({ settings, environment });
      return {
        name: 'spare',
        capabilities: {
          trickle: NO,
          restart: NO,
          mediaReports: NO,
          liveness: NO,
          simulcast: NO,
          playback: NO,
          stats: NO,
        },
        open: async (_offer, { endpoint }) => {
          server.asked.push(endpoint);
          throw new WhipError('backend-refused', 'The spare server takes nobody.');
        },
        health: () => server.health(),
        close: () => server.close(),
      };
    },
  };
}
