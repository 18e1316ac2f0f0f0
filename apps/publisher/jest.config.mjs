import preset from '../../jest.preset.mjs';

/** Some of these tests start the built command as a process, on machines that are busy. */
// After a restart of a first connection that failed, werift keeps a Node process for half a minute
// more (measured: 35 s). The command itself ends by process.exit. Goes when the peer lets go of it.
export default { ...preset, testTimeout: 30_000, forceExit: true };
