import { useEffect, useState } from 'react';
import { announce } from '../frame/announce.js';
import { copyText } from './copy-text.js';

/** How long a control says that it copied, milliseconds. */
const SHOWN = 1_500;

/**
 * Copies a text, knows for a moment that it did, and says so; also that it could not.
 *
 * @param label what is copied, such as `the token`
 */
export function useCopy(
  text: string,
  label: string,
): { readonly copied: boolean; readonly copy: () => void } {
  const [copiedAt, setCopiedAt] = useState(0);
  useEffect(() => {
    if (copiedAt === 0) return;
    const timer = setTimeout(() => setCopiedAt(0), SHOWN);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = async () => {
    if (await copyText(text)) {
      setCopiedAt(Date.now());
      announce(`Copied: ${label}.`, 'said');
    } else {
      setCopiedAt(0);
      announce(`Not copied: ${label}. Select it and copy it by hand.`, 'failed');
    }
  };
  return { copied: copiedAt !== 0, copy: () => void copy() };
}
