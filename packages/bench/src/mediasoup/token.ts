/** Of every endpoint here; in a file of its own, so that the client's thread loads nothing else. */
export const TOKEN = 'bench';
