import preset from '../../jest.preset.mjs';

/** Some of these tests start the built command as a process, on machines that are busy. */
export default { ...preset, testTimeout: 60_000 };
