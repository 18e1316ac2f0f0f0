import { describe, expect, it } from '@jest/globals';
import { WhipError } from '@whipway/core';
import { RecordingLogger } from '../src/recording-logger.js';
import { assertWhipError, rejection, whipRejection } from '../src/rejection.js';
import { ReportLog } from '../src/report-log.js';
import { VirtualClock } from './virtual-clock.js';

describe('the report log', () => {
  it('keeps kind, time and reason', async () => {
    const clock = new VirtualClock();
    const log = new ReportLog(clock);
    expect(`${log}`).toBe('nothing');
    log.mediaUp();
    clock.after(2_000, () => log.mediaDown());
    clock.after(3_000, () => log.hungUp('ice-failed'));
    await clock.run(new Promise<void>((resolve) => clock.after(3_000, resolve)));
    expect(`${log}`).toBe('mediaUp, mediaDown, hungUp ice-failed');
    expect(log.of('mediaDown').map(({ at }) => at)).toEqual([2_000]);
    expect(log.all).toHaveLength(3);
  });
});

describe('the recording logger', () => {
  it('spells out what is deep inside the fields, errors included', () => {
    const logger = new RecordingLogger();
    logger.debug('one', { session: { ice: { pwd: 'deeply-hidden' } } });
    logger.info('two');
    logger.warn('three', { error: new Error('told', { cause: new Error('in the cause') }) });
    logger.error('four', { list: [{ line: 'a=ice-ufrag:listed' }] });
    for (const word of ['deeply-hidden', 'two', 'in the cause', 'listed']) {
      expect(logger.text).toContain(word);
    }
  });
});

describe('an expected rejection', () => {
  const refused = () => Promise.reject(new WhipError('backend-refused', 'No.'));

  it('is handed out', async () => {
    await expect(whipRejection(refused(), '`open`', 'backend-refused')).resolves.toMatchObject({
      code: 'backend-refused',
    });
    await expect(rejection(Promise.reject(7), '`open`')).resolves.toBe(7);
  });

  it('fails when the call resolves', async () => {
    await expect(rejection(Promise.resolve(), '`open`')).rejects.toThrow('`open` has to reject');
  });

  it('fails on another code, and on any other error', async () => {
    await expect(whipRejection(refused(), '`open`', 'aborted')).rejects.toThrow(
      'code backend-refused',
    );
    expect(() => assertWhipError(new TypeError('x'), '`open`')).toThrow('which is no WhipError');
  });

  it('lets a failed check of the kit through as it is', async () => {
    const late = rejection(rejection(Promise.resolve(), '`health`'), '`open`');
    await expect(late).rejects.toThrow('`health` has to reject');
  });
});
