export { live as default } from '../../jest.preset.mjs';
