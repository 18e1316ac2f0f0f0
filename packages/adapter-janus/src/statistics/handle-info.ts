import { z } from 'zod';

const handleInfo = z.looseObject({ janus: z.literal('success'), info: z.looseObject({}) });
export type HandleInfo = z.output<typeof handleInfo>['info'];
export function readHandleInfo(reply: unknown): HandleInfo {
  return handleInfo.parse(reply).info;
}
