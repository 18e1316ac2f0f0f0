import type { Terminal } from './terminal.js';

/** Says each warning once: what is tried again and again fails in the same way each time. */
export function warnOnce(terminal: Terminal): (sentence: string) => void {
  const said = new Set<string>();
  return (sentence) => {
    if (said.has(sentence)) return;
    said.add(sentence);
    terminal.say('warning', sentence);
  };
}
