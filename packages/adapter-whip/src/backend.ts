import type {
  BackendCapabilities,
  BackendEnvironment,
  BackendSession,
  Call,
  CheckedOffer,
  MediaBackend,
  PublishContext,
} from '@whipway/core';
import { HttpClient } from './http/http-client.js';
import { Relay } from './relay/relay.js';
import type { RelayRules } from './relay/relay-rules.js';
import { type BackendSettings, type EndpointSettings, endpointSettings } from './settings.js';

/** Another WHIP server, reached over HTTP. Media goes there directly, past this process. */
export class WhipBackend implements MediaBackend {
  readonly name = 'whip';
  readonly capabilities: BackendCapabilities;
  readonly #settings: BackendSettings;
  readonly #http: HttpClient;
  readonly #relay: Relay;

  /** @throws Error when the CA file of the settings cannot be read */
  constructor(settings: BackendSettings, { clock }: BackendEnvironment) {
    this.#settings = settings;
    this.capabilities = capabilitiesOf(settings);
    this.#http = new HttpClient(settings, clock);
    this.#relay = new Relay(this.#http, rulesFor(settings), clock);
  }

  open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession> {
    const { id, settings } = context.endpoint;
    const own: EndpointSettings = endpointSettings.parse(settings ?? {});
    const url = (own.url ?? this.#settings.url).replaceAll('{endpoint}', encodeURIComponent(id));
    // A token is for the server it was configured with.
    const token = own.token ?? (own.url === undefined ? this.#settings.token : undefined);
    return this.#relay.open(offer, context, call, async () => ({ url, token }));
  }

  /** Any reply that is no server error will do: which endpoints there are only a POST tells. */
  health(call: Call): Promise<void> {
    return this.#relay.health(this.#settings.url.replaceAll('{endpoint}', ''), call);
  }

  async close(): Promise<void> {
    await this.#relay.close();
    this.#http.close();
  }
}

function rulesFor({ onNoTrickle, iceServers, probe }: BackendSettings): RelayRules {
  return {
    serverName: 'The upstream server',
    onNoTrickle,
    iceServers,
    probe,
    headers: {},
    refusals: {},
    strictEtags: false,
  };
}

function capabilitiesOf({ probe }: BackendSettings): BackendCapabilities {
  return {
    trickle: 'yes',
    restart: 'yes',
    mediaReports: { no: 'WHIP has no word for media: only the upstream server sees it' },
    liveness: probe.method === 'none' ? { no: 'probe.method is none' } : 'yes',
    simulcast: 'yes',
    playback: { no: 'viewers go to the upstream server' },
    stats: { no: 'WHIP tells no numbers' },
  };
}
