import { embedded } from '@whipway/adapter-embedded';
import { galene } from '@whipway/adapter-galene';
import { janus } from '@whipway/adapter-janus';
import { mediasoup } from '@whipway/adapter-mediasoup';
import { whip } from '@whipway/adapter-whip';
import type { BackendAdapter } from '@whipway/core';

/** The backends `backend: { kind: … }` can name. A new adapter is one more line here. */
export const BACKENDS = [embedded, janus, mediasoup, whip, galene] as const;

/** An adapter, whatever its settings are: the schemas tell at run time. */
export type AnyBackendAdapter = Omit<BackendAdapter<unknown>, 'create'> & {
  create: BackendAdapter<never>['create'];
};
