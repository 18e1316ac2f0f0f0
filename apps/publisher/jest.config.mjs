import preset from '../../jest.preset.mjs';

/** Some of these tests start the built command as a process, on machines that are busy. */
// werift lets go of a first connection that failed only when its checks have run out, minutes later;
// the command itself ends by process.exit, too.
export default { ...preset, testTimeout: 30_000, forceExit: true };
