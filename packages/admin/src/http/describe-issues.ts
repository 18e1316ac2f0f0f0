import type { z } from 'zod';
import type { DescribeIssues } from './settings.js';

/** zod's own sentences; one for each unknown key. */
export const describeIssues: DescribeIssues = (schema, value) => {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [{ path: pathText(issue.path), message: issue.message }];
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: 'is an unknown key',
    }));
  });
};

function pathText(path: z.core.$ZodIssue['path']): string {
  return path.map(String).join('.');
}
