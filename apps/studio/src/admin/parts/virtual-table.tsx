import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import classes from './virtual-table.module.css';

interface VirtualTableProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  /** Pixels. */
  readonly rowHeight: number;
  /** Lays out the cells of the head and of every row. */
  readonly rowClass: string | undefined;
  readonly keyOf: (item: Item) => string;
  readonly head: ReactNode;
  /** The cells of a row. */
  readonly children: (item: Item) => ReactNode;
}

/** A table of any length: only the rows on the screen are in the page, which scrolls as a whole. */
export function VirtualTable<Item>(props: VirtualTableProps<Item>) {
  const { label, items, rowHeight, rowClass, keyOf, head, children } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const box = body.current?.getBoundingClientRect();
    if (box) setTop(box.top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: top,
    // A frame may be late; scrolling never waits for it.
    useFlushSync: false,
    getItemKey: (index) => keyOf(items[index] as Item),
  });
  return (
    // Rows are laid out by themselves, not by the table: those that are not on the screen are left out.
    <table aria-label={label} aria-rowcount={items.length + 1} className={`card ${classes.table}`}>
      <thead className={classes.part}>
        <tr aria-rowindex={1} className={`${classes.head} ${rowClass}`}>
          {head}
        </tr>
      </thead>
      <tbody ref={body} className={classes.part} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => (
          <tr
            key={key}
            aria-rowindex={index + 2}
            data-last={index === items.length - 1 || undefined}
            className={`${classes.row} ${rowClass}`}
            style={{ height: rowHeight, transform: `translateY(${start - top}px)` }}
          >
            {children(items[index] as Item)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
