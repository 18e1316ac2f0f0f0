/** How the process ends. The same table is in `--help` and in docs/configuration.md. */
export const EXIT_CODES = {
  ok: { code: 0, meaning: 'stopped by a signal, or what was asked for is printed' },
  failure: { code: 1, meaning: 'failed while running' },
  usage: { code: 2, meaning: 'wrong flags or configuration; nothing was started' },
  listen: { code: 3, meaning: 'cannot listen: the port is in use or not permitted' },
  store: {
    code: 4,
    meaning: 'the file of kept endpoints cannot be used: it is damaged, or of a newer version',
  },
  interrupted: { code: 130, meaning: 'a second SIGINT while stopping' },
  terminated: { code: 143, meaning: 'a second SIGTERM while stopping' },
} as const;
