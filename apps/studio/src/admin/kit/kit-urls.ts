import { type EndpointUrls, endpointUrls } from '../../address/endpoint-urls.js';

/**
 * An endpoint's URLs for people elsewhere: on the address that the server is known by, or else on
 * the one that this page came from.
 */
export function publicEndpointUrls(
  page: string,
  publicUrl: string | undefined,
  id: string,
): EndpointUrls {
  const base = publicUrl ? `${publicUrl.replace(/\/$/, '')}/` : page.replace(/#.*$/, '');
  return endpointUrls(base, id);
}
