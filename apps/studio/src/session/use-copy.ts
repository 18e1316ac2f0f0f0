import { useEffect, useState } from 'react';
import { copyText } from './copy-text.js';

/** How long a control says that it copied, milliseconds. */
const SHOWN = 1_500;

/** Copies a text and knows for a moment that it did. */
export function useCopy(text: string): { readonly copied: boolean; readonly copy: () => void } {
  const [copiedAt, setCopiedAt] = useState(0);
  useEffect(() => {
    if (copiedAt === 0) return;
    const timer = setTimeout(() => setCopiedAt(0), SHOWN);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = () => void copyText(text).then((done) => done && setCopiedAt(Date.now()));
  return { copied: copiedAt !== 0, copy };
}
