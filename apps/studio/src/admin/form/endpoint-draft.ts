import { endpointIdFault } from '../../start/endpoint-id.js';
import type { ValueFault } from '../api/api-error.js';
import type { Backend, Endpoint, EndpointInput } from '../api/wire.js';
import { checkSettings } from './check-settings.js';
import type { Settings } from './setting-values.js';

/** What stands in the form. */
export interface EndpointDraft {
  readonly id: string;
  readonly publish: 'token' | 'public';
  /** Empty: the server makes one. */
  readonly token: string;
  readonly watch: 'publisher' | 'public' | 'token';
  readonly watchToken: string;
  /** The block of the backend in use. */
  readonly settings: Settings;
  /** Blocks of other backends, kept as they are. */
  readonly otherBlocks: Readonly<Record<string, Settings>>;
}

export const NEW_ENDPOINT: EndpointDraft = {
  id: '',
  publish: 'token',
  token: '',
  watch: 'publisher',
  watchToken: '',
  settings: {},
  otherBlocks: {},
};

/** An id that no endpoint has, to begin with: `show-1` and so on. */
export function suggestId(taken: { readonly has: (id: string) => boolean }): string {
  let number = 1;
  while (taken.has(`show-${number}`)) number += 1;
  return `show-${number}`;
}

/** The form of an endpoint that is there. */
export function draftOf(endpoint: Endpoint, kind: string): EndpointDraft {
  const { [kind]: own = endpoint.settings, ...otherBlocks } = endpoint.blocks;
  return {
    id: endpoint.id,
    publish: endpoint.publish,
    token: endpoint.token ?? '',
    watch: endpoint.watch,
    watchToken: endpoint.watchToken ?? '',
    settings: own,
    otherBlocks,
  };
}

/** What is sent for a form: the same shape as an entry of `endpoints:` in a configuration. */
export function inputOf(draft: EndpointDraft, kind: string): EndpointInput {
  const settings = Object.keys(draft.settings).length > 0 ? { [kind]: draft.settings } : {};
  return {
    id: draft.id,
    ...(draft.publish === 'public' ? { publish: 'public' as const } : {}),
    ...(draft.publish === 'token' && draft.token ? { token: draft.token } : {}),
    ...(draft.watch === 'public' ? { watch: 'public' as const } : {}),
    ...(draft.watch === 'token' ? { watch: { token: draft.watchToken } } : {}),
    ...draft.otherBlocks,
    ...settings,
  };
}

/** RFC 6750, section 2.1. The server has the same rule. */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
const BEARER_TOKEN_FAULT = 'Letters, digits and . _ ~ + / - only.';

/** Everything that is wrong with a form, by the paths that the server uses. */
export function draftFaults(
  draft: EndpointDraft,
  backend: Pick<Backend, 'kind' | 'endpointSchema'>,
): readonly ValueFault[] {
  const faults: ValueFault[] = [];
  const id = endpointIdFault(draft.id);
  if (id) faults.push({ path: ['id'], message: id });
  if (draft.publish === 'token' && draft.token && !BEARER_TOKEN.test(draft.token))
    faults.push({ path: ['token'], message: BEARER_TOKEN_FAULT });
  if (draft.watch === 'token' && !BEARER_TOKEN.test(draft.watchToken))
    faults.push({
      path: ['watch', 'token'],
      message: draft.watchToken ? BEARER_TOKEN_FAULT : 'Enter a token, or make one.',
    });
  const settings = checkSettings(backend.endpointSchema, draft.settings);
  return [
    ...faults,
    ...settings.map(({ path, message }) => ({ path: [backend.kind, ...path], message })),
  ];
}

/** The message for a place of the form; a block also shows what has no control of its own. */
export function faultAt(
  faults: readonly ValueFault[],
  path: readonly string[],
): string | undefined {
  const key = path.join('\n');
  return faults.find((fault) => fault.path.join('\n') === key)?.message;
}

/** A token of 128 random bits, as text for a bearer token. */
export function makeToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
