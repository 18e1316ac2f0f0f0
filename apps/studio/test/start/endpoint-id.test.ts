import { describe, expect, it } from '@jest/globals';
import { endpointIdFault } from '../../src/start/endpoint-id.js';

describe('an endpoint’s id', () => {
  it.each(['live', 'a.b_c~d-E9', '...', 'x'.repeat(128)])('%s is fine', (id) => {
    expect(endpointIdFault(id)).toBeUndefined();
  });

  it.each(['', '.', '..', 'a b', 'ä', 'a/b', 'x'.repeat(129)])('%j is not', (id) => {
    expect(endpointIdFault(id)).toMatch(/\.|only/);
  });
});
