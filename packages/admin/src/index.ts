export type * from './wire/index.js';
