import { expect, it } from '@jest/globals';
import { type Clock, type LogFields, SILENT_LOGGER, WhipError } from '@whipway/core';
import { eventually } from '@whipway/test-rig/eventually';
import type { AdminApi } from '../src/admin/admin-api.js';
import { GroupMonitor } from '../src/monitor/group-monitor.js';

it('a monitor that cannot come in says so once, and waits longer each time', async () => {
  const waits: number[] = [];
  let goOn = () => {};
  const clock: Clock = {
    now: () => 0,
    after(delay, callback) {
      waits.push(delay);
      goOn = callback;
      return () => {};
    },
  };
  const warnings: LogFields[] = [];
  const warn = (_message: string, fields: LogFields = {}) => void warnings.push(fields);
  const mintToken = async () => {
    throw new WhipError('backend-refused', 'Galene does not let the gateway’s admin in.');
  };
  let away = 0;
  const monitor = new GroupMonitor({
    group: 'live',
    url: 'ws://127.0.0.1:1/ws',
    host: undefined,
    tls: { rejectUnauthorized: true },
    admin: { mintToken } as unknown as AdminApi,
    clock,
    logger: { ...SILENT_LOGGER, warn },
    left() {},
    listed() {},
    emptied() {},
    away: () => {
      away += 1;
    },
  });
  for (let tries = 1; tries <= 7; tries += 1) {
    await eventually(() => waits.length === tries, 'it waits');
    if (tries < 7) goOn();
  }
  monitor.close();
  expect(waits).toEqual([2_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(away).toBe(7);
  expect(warnings).toEqual([
    { group: 'live', reason: 'Galene does not let the gateway’s admin in.' },
  ]);
});
