import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { CheckedInput, Problem } from './problem.js';

/** What `https.createServer` takes. */
export interface TlsMaterial {
  readonly cert: Buffer;
  readonly key: Buffer;
}

interface TlsPaths {
  readonly cert: string;
  readonly key: string;
}

/** Reads the PEM files and tries them, so that a bad one shows before anything listens. */
export function readTlsFiles(
  { cert, key }: TlsPaths,
  folder: string,
  { sourceOf }: Pick<CheckedInput, 'sourceOf'>,
): TlsMaterial | readonly Problem[] {
  const problems: Problem[] = [];
  const problem = (name: keyof TlsPaths, message: string) =>
    problems.push({
      source: sourceOf(['listen', 'tls', name]),
      path: `listen.tls.${name}`,
      message,
    });
  const read = (name: keyof TlsPaths, path: string) => {
    try {
      return readFileSync(resolve(folder, path));
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      problem(name, code === 'ENOENT' ? `names no file: ${path}` : `cannot be read (${code})`);
      return undefined;
    }
  };
  const material = { cert: read('cert', cert), key: read('key', key) };
  if (!material.cert || !material.key) return problems;
  for (const [name, options, message] of CHECKS) {
    try {
      createSecureContext(options({ cert: material.cert, key: material.key }));
    } catch {
      problem(name, message);
      return problems;
    }
  }
  return { cert: material.cert, key: material.key };
}

type Check = readonly [
  name: keyof TlsPaths,
  options: (material: TlsMaterial) => Partial<TlsMaterial>,
  message: string,
];

const CHECKS: readonly Check[] = [
  ['cert', ({ cert }) => ({ cert }), 'is no PEM certificate'],
  ['key', ({ key }) => ({ key }), 'is no PEM private key without a passphrase'],
  ['key', (material) => material, 'does not belong to the certificate'],
];
