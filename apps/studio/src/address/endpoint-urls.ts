import { printRoute } from './route.js';

/** Full URLs of one endpoint, on the server that this page came from. */
export interface EndpointUrls {
  readonly whip: string;
  readonly whep: string;
  /** The page to watch it on, without a token. */
  readonly watchPage: string;
}

/** @param page the page's own address; the API is beside it. */
export function endpointUrls(page: string, id: string): EndpointUrls {
  const base = new URL('.', page);
  const segment = encodeURIComponent(id);
  return {
    whip: new URL(`whip/endpoint/${segment}`, base).href,
    whep: new URL(`whep/endpoint/${segment}`, base).href,
    watchPage: new URL(printRoute({ page: 'watch', id, token: '' }), base).href,
  };
}

/** As {@link endpointUrls}, for the page that is shown. */
export function currentEndpointUrls(id: string): EndpointUrls {
  return endpointUrls(window.location.href.replace(/#.*$/, ''), id);
}
