import type { Config } from '../../src/config/config.js';
import type { Override } from '../../src/config/layers.js';
import { loadConfig } from '../../src/config/load-config.js';
import { ConfigError, type Problem } from '../../src/config/problem.js';
import type { testFolder } from './folders.js';

/** What a test gives to `loadConfig`, the file as text. */
export interface Written {
  readonly yaml?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly flags?: readonly Override[];
}

/** `loadConfig` on a file that this writes. */
export function loader(folder: ReturnType<typeof testFolder>) {
  const load = ({ yaml, environment = {}, flags = [] }: Written): Config => {
    if (yaml !== undefined) folder.write('test.yaml', yaml);
    const file = yaml === undefined ? {} : { file: 'test.yaml' };
    return loadConfig({ folder: folder.path, environment, flags, ...file });
  };
  const problems = (written: Written): readonly Problem[] => {
    try {
      load(written);
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    return [];
  };
  /** As they are printed, without the bullet. */
  const lines = (written: Written): readonly string[] =>
    problems(written).map(({ source, path, message }) =>
      [source && `${source}:`, path, message].filter(Boolean).join(' '),
    );
  return { load, problems, lines };
}
