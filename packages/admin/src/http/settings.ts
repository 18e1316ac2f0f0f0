import type { Clock, Logger } from '@whipway/core';
import type { z } from 'zod';
import type { InputProblem } from '../errors/admin-error.js';

/** How much a request may send, and how long it may take. */
export interface AdminLimits {
  /** Longest body, bytes. Default 65 536. */
  readonly body: number;
  /** Milliseconds in which a body must be there as a whole. Default 10 000. */
  readonly bodyTime: number;
}

export const ADMIN_LIMITS: AdminLimits = { body: 65_536, bodyTime: 10_000 };

/** Says what zod found in sentences of the host. Default: zod's own. */
export type DescribeIssues = (schema: z.ZodType, value: unknown) => readonly InputProblem[];

/** What the handler knows. */
export interface AdminHttpSettings {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: AdminLimits;
  /** SHA-256 of the admin token. */
  readonly tokenDigest: string;
  /** Host names beside IP addresses and localhost, lower case, without a port. */
  readonly hosts: readonly string[];
  /** Origins beside the server's own. */
  readonly origins: readonly string[];
  readonly describeIssues: DescribeIssues;
}
