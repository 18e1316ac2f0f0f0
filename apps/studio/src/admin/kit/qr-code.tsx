import { useMemo } from 'react';
import { qrPath } from './qr-path.js';

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** Dark on white in both colour schemes: cameras expect it. */
export function QrCode({ text, label }: QrCodeProps) {
  const { size, path } = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width="190"
      height="190"
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      style={{ borderRadius: 12, border: '1px solid var(--studio-line)', flex: 'none' }}
      data-testid="qr-code"
      data-text={text}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#10101a" />
    </svg>
  );
}
