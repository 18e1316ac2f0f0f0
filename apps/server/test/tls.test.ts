import { get } from 'node:https';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { runMain, startMain } from './support/built-server.js';
import { testFolder } from './support/folders.js';

const folder = testFolder();

/** A self-signed pair as files of the test's folder. */
async function writePair(name: string): Promise<string> {
  const names = [{ type: 2, value: 'localhost' } as const];
  const pair = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  folder.write(`${name}.key`, pair.private);
  folder.write(`${name}.pem`, pair.cert);
  return pair.cert;
}

let certificate = '';

beforeAll(async () => {
  certificate = await writePair('good');
  await writePair('other');
  folder.write('nonsense.pem', 'this is no certificate');
});

function yaml(cert: string, key: string): string {
  return `listen: { tls: { cert: ${cert}, key: ${key} } }\nendpoints: [{ id: live, publish: public }]\n`;
}

describe('HTTPS', () => {
  it('is served with the files named in the configuration, found beside it', async () => {
    folder.write('tls.yaml', yaml('good.pem', 'good.key'));
    const server = await startMain({
      args: ['--config', `${folder.path}/tls.yaml`],
      readyLine: /"endpoint"/,
    });
    expect(server.output()).toContain(`"url":"https://127.0.0.1:${server.port}"`);
    expect(await statusOverTls(server.port, certificate)).toBe(200);
    await expect(statusOverTls(server.port, undefined)).rejects.toThrow('self-signed');
    await expect(fetch(`${server.url}/readyz`)).rejects.toThrow();
    expect(await server.stop()).toBe(0);
  });

  it('finds files named by flags where the user is', async () => {
    const args = ['--tls-cert', 'good.pem', '--tls-key', './good.key', '--check-config'];
    const { code, stdout } = await runMain(args, { environment: { INIT_CWD: folder.path } });
    expect(code).toBe(0);
    expect(stdout).toContain('certificate and key fit');
  });
});

describe('files that will not do', () => {
  it.each([
    ['nowhere.pem', 'good.key', 'wrong.yaml:1:18: listen.tls.cert names no file: nowhere.pem'],
    ['nonsense.pem', 'good.key', 'wrong.yaml:1:18: listen.tls.cert is no PEM certificate'],
    ['good.pem', 'nonsense.pem', 'listen.tls.key is no PEM private key without a passphrase'],
    ['good.pem', 'other.key', 'listen.tls.key does not belong to the certificate'],
  ])('%s with %s', async (cert, key, words) => {
    folder.write('wrong.yaml', yaml(cert, key));
    const { code, stdout, stderr } = await runMain(['--config', 'wrong.yaml'], {
      folder: folder.path,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('PRIVATE KEY');
  });

  it('are told together with everything else', async () => {
    folder.write('wrong.yaml', `${yaml('nowhere.pem', 'nowhere.key')}log: { level: loud }\n`);
    const { stderr } = await runMain(['--config', 'wrong.yaml'], { folder: folder.path });
    expect(stderr).toContain('The configuration has 3 problems:');
  });
});

function statusOverTls(port: number, ca: string | undefined): Promise<number | undefined> {
  const options = { host: '127.0.0.1', port, path: '/readyz', servername: 'localhost' };
  return new Promise((resolve, reject) => {
    get({ ...options, ...(ca === undefined ? {} : { ca }) }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}
