import { jest } from '@jest/globals';

// Browsers and media servers miss their moment now and then on a busy machine. A test that failed is
// told, and has one more try; one that fails twice has failed. At once,
// and not after the suite's other tests: a suite's last test may stop what all of them need.
jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
