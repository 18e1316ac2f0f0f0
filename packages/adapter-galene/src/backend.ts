import { HttpClient, Relay, type RelayRules, tlsOptions } from '@whipway/adapter-whip';
import type {
  BackendCapabilities,
  BackendEndpoint,
  BackendEnvironment,
  BackendSession,
  Call,
  CheckedOffer,
  MediaBackend,
  PublishContext,
} from '@whipway/core';
import { AdminApi } from './admin/admin-api.js';
import { GaleneUrls } from './admin/galene-urls.js';
import { explainRefusal } from './explain-refusal.js';
import { Groups } from './groups.js';
import { Monitors } from './monitor/monitors.js';
import { GALENE_REFUSALS } from './refusals.js';
import { placeOf, prepareTarget, type SessionGround } from './session-target.js';
import { type BackendSettings, endpointSettings } from './settings.js';

const CAPABILITIES: BackendCapabilities = {
  trickle: 'yes',
  restart: 'yes',
  mediaReports: { no: 'Galene does not tell over HTTP when media flows' },
  liveness: 'yes',
  simulcast: 'yes',
  playback: { no: 'viewers join the group on Galene itself' },
  stats: { no: 'Galene’s statistics know WHIP clients by a bare id, without numbers' },
};

/** Probes without a reply, in a row, after which Galene counts as lost. */
const PROBE_FAILURES = 3;

/** One Galene, reached through its WHIP endpoints. Media goes there directly. */
export class GaleneBackend implements MediaBackend {
  readonly name = 'galene';
  readonly capabilities = CAPABILITIES;
  readonly #ground: SessionGround;
  readonly #http: HttpClient;
  readonly #relay: Relay;
  readonly #monitors: Monitors | undefined;

  /** @throws Error when the CA file of the settings cannot be read */
  constructor(settings: BackendSettings, { clock, logger }: BackendEnvironment) {
    const headers = settings.host === undefined ? {} : { Host: settings.host };
    const urls = new GaleneUrls(settings.url);
    const http = new HttpClient(settings, clock);
    const admin = settings.admin && new AdminApi(http, urls, settings.admin, headers);
    const groups = admin && new Groups(admin);
    this.#ground = { settings, urls, admin, groups, clock };
    this.#http = http;
    const groupMissing = (group: string) => groups?.forget(group);
    const explaining = { http, urls, admin, headers, clock, groupMissing };
    this.#relay = new Relay(
      http,
      {
        ...rulesFor(settings, headers),
        explain: (reply, error) => explainRefusal(reply, error, explaining),
      },
      clock,
    );
    if (!settings.admin?.monitor || !admin) return;
    const { host, tls } = settings;
    const url = urls.webSocket();
    this.#monitors = new Monitors({
      url,
      host,
      tls: tlsOptions(tls),
      admin,
      clock,
      logger,
    });
  }

  async open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession> {
    const place = placeOf(context.endpoint, context.sessionId, this.#ground.settings);
    let unwatch = () => {};
    const session = await this.#relay.open(offer, context, call, async () => {
      const target = await prepareTarget(place, this.#ground);
      const released = async () => {
        unwatch();
        await target.released?.();
      };
      return { ...target, released };
    });
    // Only a session with a token of its own has a user name of its own.
    if (place.settings.token === undefined && this.#monitors)
      unwatch = this.#monitors.watch(place.group, place.username, {
        left: (detail) => session.recheck(detail),
        kicked: (reason) => session.endedByServer('kicked', reason),
      });
    return session;
  }

  /** Makes the endpoint’s group, so that viewers can be there before the publisher. */
  async openEndpoint(endpoint: BackendEndpoint, { signal }: Call): Promise<void> {
    const { group, create } = endpointSettings.parse(endpoint.settings ?? {});
    if (group !== undefined || signal.aborted) return;
    await this.#ground.groups?.ensure(this.#groupOf(endpoint), create);
  }

  async closeEndpoint(endpoint: BackendEndpoint, { signal }: Call): Promise<void> {
    const { group } = endpointSettings.parse(endpoint.settings ?? {});
    if (group !== undefined || signal.aborted) return;
    await this.#ground.groups?.remove(this.#groupOf(endpoint));
  }

  health(call: Call): Promise<void> {
    return this.#relay.health(this.#ground.settings.url, call);
  }

  async close(): Promise<void> {
    this.#monitors?.close();
    await this.#relay.close();
    this.#http.close();
  }

  #groupOf({ id }: BackendEndpoint): string {
    return `${this.#ground.settings.groupPrefix}${id}`;
  }
}

function rulesFor(
  { probeInterval, iceServers }: BackendSettings,
  headers: Readonly<Record<string, string>>,
): RelayRules {
  return {
    serverName: 'Galene',
    onNoTrickle: 'accept',
    iceServers,
    // With its token OPTIONS tells exactly: 200 for a live session, 404 for one that is gone.
    probe: { method: 'options', interval: probeInterval, failures: PROBE_FAILURES },
    headers,
    refusals: GALENE_REFUSALS,
    strictEtags: true,
  };
}
