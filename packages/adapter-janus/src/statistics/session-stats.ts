import type { SessionStats } from '@whipway/core';
import type { HandleInfo } from './handle-info.js';
export function sessionStats(_info: HandleInfo): SessionStats {
  return { tracks: [] };
}
