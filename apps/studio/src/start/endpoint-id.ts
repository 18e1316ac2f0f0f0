/** Why an endpoint cannot have this id; undefined when it can. The server has the same rule. */
export function endpointIdFault(id: string): string | undefined {
  if (id === '') return 'Enter the endpoint’s id.';
  if (id.length > 128) return 'At most 128 characters.';
  if (!/^[\w.~-]+$/.test(id) || /^\.\.?$/.test(id)) return 'Letters, digits and . _ ~ - only.';
  return undefined;
}
