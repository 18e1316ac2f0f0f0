/** Something that can be published. */
export interface MediaSource {
  readonly stream: MediaStream;
  /** Frees devices, workers and the tone. */
  readonly stop: () => void;
}

export type SourceKind = 'pattern' | 'camera';
