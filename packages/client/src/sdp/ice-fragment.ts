import {
  attribute,
  parseSdp,
  printLines,
  type SdpLines,
  type SessionDescription,
} from './session-description.js';

export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

/** What the fragments of one ICE generation have in common, read from the local offer (C-12). */
export interface FragmentFrame extends IceCredentials {
  /** Value of the BUNDLE group line, undefined without one. */
  readonly bundle: string | undefined;
  /** Media line and mid of the offerer-tagged section. */
  readonly mediaLine: string;
  readonly mid: string;
  /** True when the description has its credentials at session level; the fragment then does too. */
  readonly sessionLevel: boolean;
  /** ICE lines that a restart repeats (C-19). */
  readonly repeated: SdpLines;
}

/** Undefined when the description has no ICE credentials. */
export function fragmentFrame(sdp: string): FragmentFrame | undefined {
  const description = parseSdp(sdp);
  const tagged = taggedSection(description);
  const credentials = tagged && credentialsOf(description.session, tagged);
  if (!tagged || !credentials) return undefined;
  return {
    ...credentials,
    bundle: bundleGroup(description),
    mediaLine: tagged[0] ?? '',
    mid: attribute(tagged, 'mid') ?? '',
    repeated: ['ice-options', 'ice-pacing'].flatMap((name) => {
      const value = attribute(tagged, name) ?? attribute(description.session, name);
      return value === undefined ? [] : [`a=${name}:${value}`];
    }),
  };
}

function bundleGroup({ session }: SessionDescription): string | undefined {
  return session.find((line) => line.startsWith('a=group:BUNDLE'))?.slice('a='.length);
}

function taggedSection(description: SessionDescription): SdpLines | undefined {
  const tag = bundleGroup(description)?.split(' ')[1];
  const tagged = description.media.find((section) => attribute(section, 'mid') === tag);
  return tagged ?? description.media[0];
}

function credentialsOf(session: SdpLines, section: SdpLines) {
  const own = attribute(section, 'ice-ufrag') !== undefined;
  const lines = own ? section : session;
  const ufrag = attribute(lines, 'ice-ufrag');
  const pwd = attribute(lines, 'ice-pwd');
  return ufrag && pwd ? { ufrag, pwd, sessionLevel: !own } : undefined;
}

export interface FragmentContent {
  /** Values as in `RTCIceCandidate.candidate`, with or without the leading `a=`. */
  readonly candidates: readonly string[];
  readonly endOfCandidates: boolean;
  readonly restart?: boolean;
}

/** Prints an `application/trickle-ice-sdpfrag` body (RFC 8840, section 9). */
export function printFragment(frame: FragmentFrame, content: FragmentContent): string {
  const credentials = [`a=ice-ufrag:${frame.ufrag}`, `a=ice-pwd:${frame.pwd}`];
  return printLines([
    ...(content.restart ? frame.repeated : []),
    ...(frame.bundle === undefined ? [] : [`a=${frame.bundle}`]),
    ...(frame.sessionLevel ? credentials : []),
    frame.mediaLine,
    `a=mid:${frame.mid}`,
    ...(frame.sessionLevel ? [] : credentials),
    ...content.candidates.map((candidate) => `a=${candidate.replace(/^a=/, '')}`),
    ...(content.endOfCandidates ? ['a=end-of-candidates'] : []),
  ]);
}
