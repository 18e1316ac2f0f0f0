// For handlers of other APIs that want to read requests as this one does, and share its bindings.
export { type Credential, readCredential } from './bearer.js';
export { sameDigest, sha256 } from './digest.js';
export { singleValue, splitTarget } from './http-message.js';
export { quotedString } from './links.js';
export { mediaType, PROBLEM } from './media-types.js';
export { type BodyExchange, mustClose, readBody } from './read-body.js';
