import { eventually } from '@whipway/test-rig/eventually';
import { FakeGalene } from '../fake-galene/fake-galene.js';
import { ADMIN } from '../fake-galene/galene-admin.js';
import { type GaleneSetup, GROUPS, type OtherGalene } from './galene-asking.js';

/** A fake Galene to be asked rows; time passes in it at once. */
export async function startAskedFake({
  config,
  iceServers = [],
}: GaleneSetup = {}): Promise<OtherGalene> {
  const galene = new FakeGalene();
  const { state } = galene;
  state.iceServers = iceServers;
  state.canonicalHost = config?.canonicalHost;
  state.writableGroups = config?.writableGroups ?? true;
  const everybody = GROUPS.open['wildcard-user'].permissions;
  state.groups.set('open', { description: {}, everybody, locked: false });
  state.groups.set('closed', { description: {}, everybody: undefined, locked: false });
  await galene.comeUp();
  return {
    url: galene.url,
    admin: ADMIN,
    pass: async (milliseconds) => state.time.pass(milliseconds),
    startOther: startAskedFake,
    async restart() {
      await galene.goDown();
      await galene.comeUp();
      // Connections that were kept are found to be closed.
      const isBack = () => fetch(galene.url).then(Boolean, () => false);
      await eventually(isBack, 'it is back');
    },
    dispose: () => galene.goDown(),
  };
}
