/** The plugins that take a publisher, by their short names. */
export const JANUS_PLUGINS = {
  videoroom: 'janus.plugin.videoroom',
  audiobridge: 'janus.plugin.audiobridge',
  recordplay: 'janus.plugin.recordplay',
} as const;

export type JanusPlugin = keyof typeof JANUS_PLUGINS;
