import type { ReactNode } from 'react';
import {
  LineDrawing,
  Icon as PublicIcon,
  type IconName as PublicIconName,
} from '../../appearance/icon.js';

// biome-ignore format: one icon a line
const SHAPES = {
  plus:       <path d="M12 5v14M5 12h14" />,
  edit:       <><path d="M4 20h4L19.5 8.500a2.100 2.100 0 0 0-3-3L5 17z" /><path d="m14.5 7.500 3 3" /></>,
  trash:      <><path d="M4.500 7h15M9.500 7V4.500h5V7M6.500 7l.9 12.500h9.200l.9-12.500" /><path d="M10.200 11v5M13.800 11v5" /></>,
  search:     <><circle cx="11" cy="11" r="6.500" /><path d="m16 16 4.500 4.500" /></>,
  people:     <><circle cx="9" cy="8.500" r="3.500" /><path d="M2.500 19.500c.6-3.600 3.200-5.500 6.500-5.500s5.900 1.900 6.500 5.500M16 5.300a3.300 3.300 0 0 1 0 6.400M17.500 14.500c2.200.700 3.600 2.400 4 5" /></>,
  lock:       <><rect x="5" y="10.500" width="14" height="9.500" rx="2.500" /><path d="M8.500 10.500V8a3.500 3.500 0 0 1 7 0v2.500" /></>,
  server:     <><rect x="3.500" y="4.500" width="17" height="6.500" rx="2" /><rect x="3.500" y="13" width="17" height="6.500" rx="2" /><path d="M7 7.750h.1M7 16.250h.1" /></>,
  key:        <><circle cx="8" cy="15.500" r="4" /><path d="m11 12.500 8-8M16 7.500l2.500 2.500" /></>,
  leave:      <path d="M10 4.500H6.500a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H10M15 8l4.500 4-4.500 4M19 12H9.500" />,
  back:       <path d="M14.500 5.500 8 12l6.500 6.500" />,
  dice:       <><rect x="4" y="4" width="16" height="16" rx="3.500" /><path d="M8.500 8.500h.1M15.500 8.500h.1M12 12h.1M8.500 15.500h.1M15.500 15.500h.1" /></>,
  cut:        <><circle cx="12" cy="12" r="8.500" /><path d="m6 6 12 12" /></>,
} as const satisfies Record<string, ReactNode>;

export type IconName = PublicIconName | keyof typeof SHAPES;

/** The icons of the publish and watch pages, and those that only the management needs. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  if (!isOwn(name)) return <PublicIcon name={name} size={size} />;
  return <LineDrawing size={size}>{SHAPES[name]}</LineDrawing>;
}

function isOwn(name: IconName): name is keyof typeof SHAPES {
  return name in SHAPES;
}
