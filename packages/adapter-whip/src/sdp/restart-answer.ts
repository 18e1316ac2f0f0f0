import type { IceCandidate, IceFragment } from '@whipway/core';

const CANDIDATE = /^(\S+) (\d+) (\S+) (\d+) (\S+) (\d+) typ (\S+)/;

/**
 * Reads the body of a 200 to a restart: credentials from wherever they stand first, candidates of
 * every section (all share one transport), each once, without RTCP’s.
 *
 * @returns undefined when it is no fragment with credentials
 */
export function readRestartAnswer(body: string, mid: string): IceFragment | undefined {
  const lines = body.split(/\r?\n/).map((line) => line.trim());
  const [ufrag] = values(lines, 'ice-ufrag');
  const [pwd] = values(lines, 'ice-pwd');
  if (!ufrag || !pwd) return undefined;
  const candidates = new Map<string, IceCandidate>();
  for (const value of values(lines, 'candidate')) {
    const candidate = readCandidate(value);
    // Servers without rtcp-mux in mind repeat each candidate with component 2.
    if (candidate?.component === 1) candidates.set(candidate.text, candidate);
  }
  return { mid, ufrag, pwd, candidates: [...candidates.values()], endOfCandidates: true };
}

function values(lines: readonly string[], name: string): string[] {
  const start = `a=${name}:`;
  return lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
}

function readCandidate(value: string): IceCandidate | undefined {
  // The ufrag extension may be of another generation than the credentials (X5).
  const text = value.replace(/ ufrag \S+/, '');
  const match = CANDIDATE.exec(text);
  if (!match) return undefined;
  const [, foundation = '', component, transport = '', priority, address = '', port, type = ''] =
    match;
  const tcpType = / tcptype (\S+)/.exec(text)?.[1];
  return {
    text,
    foundation,
    component: Number(component),
    transport: transport.toLowerCase(),
    priority: Number(priority),
    address,
    port: Number(port),
    type,
    ...(tcpType === undefined ? {} : { tcpType }),
  };
}
