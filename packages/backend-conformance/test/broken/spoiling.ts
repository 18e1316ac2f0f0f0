import type {
  BackendSession,
  CheckedOffer,
  MediaBackend,
  MediaReports,
  Playback,
  Publication,
  PublishContext,
} from '@whipway/core';
import type { MediaServer } from '../reference/media-server.js';

/** Takes an honest backend and breaks one thing about it. */
export type Spoil = (honest: MediaBackend, server: MediaServer) => MediaBackend;

type Changes<Target> = { readonly [Key in keyof Target]?: Target[Key] | undefined };

/** `honest` with some members replaced. */
export function override<Target extends object>(honest: Target, changes: Changes<Target>): Target {
  return new Proxy(honest, {
    get(target, key) {
      const source = key in changes ? changes : target;
      const value: unknown = Reflect.get(source, key, source);
      return typeof value === 'function' && source === target ? value.bind(target) : value;
    },
  });
}

/** Breaks members of the backend itself. */
export function spoilBackend(
  change: (honest: MediaBackend, server: MediaServer) => Changes<MediaBackend>,
): Spoil {
  return (honest, server) => override(honest, change(honest, server));
}

/** Breaks the sessions that `open` gives. */
export function spoilSessions(
  change: (
    session: BackendSession,
    context: PublishContext,
    server: MediaServer,
    offer: CheckedOffer,
  ) => Partial<BackendSession>,
): Spoil {
  return spoilBackend((honest, server) => ({
    async open(offer, context, call) {
      const session = await honest.open(offer, context, call);
      return override(session, change(session, context, server, offer));
    },
  }));
}

/** Breaks the answers that `open` gives. */
export function spoilAnswers(change: (answer: string) => string): Spoil {
  return spoilSessions(({ answer }) => ({ answer: change(answer) }));
}

/** Breaks what is reported of publishers. */
export function spoilReports(
  change: (reports: MediaReports, server: MediaServer) => Partial<MediaReports>,
): Spoil {
  return spoilBackend((honest, server) => ({
    open(offer, context, call) {
      const reports = override(context.reports, change(context.reports, server));
      return honest.open(offer, { ...context, reports }, call);
    },
  }));
}

/** Breaks `playback.open`. */
export function spoilPlayback(
  change: (honest: Playback, server: MediaServer) => Playback['open'],
): Spoil {
  return spoilBackend((honest, server) => {
    if (!honest.playback) throw new Error('no playback to spoil');
    return { playback: { open: change(honest.playback, server) } };
  });
}

/** Breaks the sessions that `playback.open` gives. */
export function spoilViewers(
  change: (
    viewer: BackendSession,
    publication: Publication,
    server: MediaServer,
  ) => Partial<BackendSession>,
): Spoil {
  return spoilPlayback((honest, server) => async (offer, publication, context, call) => {
    const viewer = await honest.open(offer, publication, context, call);
    if ('counterOffer' in viewer) return viewer;
    return override(viewer, change(viewer, publication, server));
  });
}
