import preset from '../../jest.preset.mjs';

/** Many of these tests start the built server as a process, on machines that are busy. */
export default { ...preset, testTimeout: 30_000 };
