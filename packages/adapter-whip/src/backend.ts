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
import { HttpClient } from './http/http-client.js';
import { isLoopbackHost } from './http/private-addresses.js';
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
  constructor(settings: BackendSettings, { clock, logger }: BackendEnvironment) {
    this.#settings = settings;
    this.capabilities = capabilitiesOf(settings);
    this.#http = new HttpClient(settings, clock);
    this.#relay = new Relay(this.#http, rulesFor(settings), clock);
    if (settings.token !== undefined && isPlainHttp(new URL(settings.url)))
      logger.warn('tokens travel unencrypted to the upstream server: its URL is plain http://');
  }

  open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession> {
    const { id, settings } = context.endpoint;
    const { url, token } = this.#placeOf(settings);
    const target = {
      url: url.replaceAll('{endpoint}', encodeURIComponent(id)),
      ...(isOfClient(token)
        ? { token: context.bearer, tokenOf: 'client' as const }
        : { token, tokenOf: 'gateway' as const }),
    };
    return this.#relay.open(offer, context, call, async () => target);
  }

  wantsBearer({ settings }: BackendEndpoint): boolean {
    return isOfClient(this.#placeOf(settings).token);
  }

  /** A token is for the server it was configured with. */
  #placeOf(endpoint: unknown): Pick<BackendSettings, 'url' | 'token'> {
    const { url, token }: EndpointSettings = endpointSettings.parse(endpoint ?? {});
    if (url !== undefined) return { url, token };
    return { url: this.#settings.url, token: token ?? this.#settings.token };
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

function isOfClient(token: BackendSettings['token']): token is { from: 'client' } {
  return typeof token === 'object';
}

/** RFC 6750, section 5.3. Loopback is no network. */
function isPlainHttp(url: URL): boolean {
  return url.protocol === 'http:' && !isLoopbackHost(url);
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
