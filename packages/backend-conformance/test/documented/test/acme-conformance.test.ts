import { describe, it, jest } from '@jest/globals';
import { describeMediaBackend } from '@whipway/backend-conformance';
import { ACME_CAPABILITIES, AcmeBackend } from '../src/backend.js';
import { FakeAcme } from './fake-acme.js';

jest.setTimeout(30_000);

describeMediaBackend(
  { describe, it },
  {
    name: 'acme (fake)',
    capabilities: ACME_CAPABILITIES,
    async create() {
      const acme = new FakeAcme();
      await acme.start();
      const backend = new AcmeBackend({ url: acme.url });
      return { acme, backend, heldSessions: () => acme.sessions.size, dispose: () => acme.stop() };
    },
    farSide: { no: 'the fake has no media' },
    faults: {
      outage: { begin: ({ acme }) => acme.stop(), end: ({ acme }) => acme.start() },
      stall: { begin: ({ acme }) => acme.stall(), end: ({ acme }) => acme.endStall() },
      restartRefusal: { no: 'Acme restarts nothing' },
    },
    timing: { quiet: 50, silence: 50 },
  },
);
