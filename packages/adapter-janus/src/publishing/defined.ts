import type { PluginData } from '../connection/janus-message.js';

/** A request without what is undefined: Janus takes null for a wrong type. */
export function defined(body: PluginData): PluginData {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
