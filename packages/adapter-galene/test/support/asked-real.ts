import { GALENE_ADMIN, startGalene } from '@whipway/test-rig';
import { pause } from '@whipway/test-rig/eventually';
import { type GaleneSetup, GROUPS, type OtherGalene } from './galene-asking.js';

/** A real Galene to be asked rows. */
export async function startAskedReal(
  executable: string,
  setup: GaleneSetup = {},
): Promise<OtherGalene> {
  const galene = await startGalene({ executable, groups: GROUPS, ...setup });
  return {
    url: galene.url,
    admin: GALENE_ADMIN,
    pass: pause,
    startOther: (other) => startAskedReal(executable, other),
    async restart() {
      await galene.kill();
      await galene.start();
    },
    dispose: () => galene.dispose(),
  };
}
