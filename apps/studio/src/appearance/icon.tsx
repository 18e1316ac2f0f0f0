import type { ReactNode } from 'react';

// biome-ignore format: one icon a line
const SHAPES = {
  broadcast:  <><circle cx="12" cy="12" r="2" /><path d="M7.8 16.200a6 6 0 0 1 0-8.400M16.2 7.800a6 6 0 0 1 0 8.400M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14" /></>,
  play:       <path d="M7 4.500v15l12-7.500z" />,
  stop:       <rect x="6" y="6" width="12" height="12" rx="2" />,
  camera:     <><rect x="3" y="6" width="12" height="12" rx="2.5" /><path d="m15 10.5 6-3v9l-6-3" /></>,
  pattern:    <><rect x="3" y="5" width="18" height="14" rx="2.5" /><circle cx="12" cy="12" r="4.5" /><path d="M12 5v14M3 12h18" /></>,
  restart:    <><path d="M20 11a8 8 0 0 0-14.3-4.300L3.5 9M4 13a8 8 0 0 0 14.3 4.300l2.2-2.3" /><path d="M3.5 4v5h5M20.5 20v-5h-5" /></>,
  copy:       <><rect x="8" y="8" width="12" height="12" rx="2.5" /><path d="M16 8V6.500A2.5 2.5 0 0 0 13.5 4h-7A2.5 2.5 0 0 0 4 6.500v7A2.5 2.5 0 0 0 6.5 16H8" /></>,
  check:      <path d="m5 12.5 4.5 4.500L19 7.5" />,
  muted:      <><path d="M4 9.500v5h3.500L12 19V5L7.5 9.500z" /><path d="m16 9.5 5 5M21 9.500l-5 5" /></>,
  sound:      <><path d="M4 9.500v5h3.500L12 19V5L7.5 9.500z" /><path d="M15.5 9a4.5 4.5 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" /></>,
  fullscreen: <path d="M4 9V6a2 2 0 0 1 2-2h3M15 4h3a2 2 0 0 1 2 2v3M20 15v3a2 2 0 0 1-2 2h-3M9 20H6a2 2 0 0 1-2-2v-3" />,
  sun:        <><circle cx="12" cy="12" r="4" /><path d="M12 2.500V5M12 19v2.500M2.5 12H5M19 12h2.500M5.3 5.3 7 7M17 17l1.7 1.700M5.3 18.7 7 17M17 7l1.7-1.7" /></>,
  moon:       <path d="M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z" />,
  warning:    <><path d="M12 4 2.8 19.500h18.400z" /><path d="M12 10v4.500M12 17.200v.1" /></>,
  open:       <path d="M9 5H6a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-3M13.5 4H20v6.500M20 4l-9 9" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return <LineDrawing size={size}>{SHAPES[name]}</LineDrawing>;
}

interface LineDrawingProps {
  /** Pixels. */
  readonly size: number;
  /** SVG shapes in a box of 24 × 24. */
  readonly children: ReactNode;
}

/** A line drawing in the text's colour. Decoration only: say in words what it stands for. */
export function LineDrawing({ size, children }: LineDrawingProps) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none' }}
    >
      {children}
    </svg>
  );
}
