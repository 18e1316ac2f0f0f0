import { useCopy } from '../../session/use-copy.js';
import classes from './copy-icon.module.css';
import { Icon } from './icon.js';

interface CopyIconProps {
  /** What is copied, such as `the token`. */
  readonly label: string;
  readonly value: string;
}

/** A plain button: a table has one in every row, and they come and go while it scrolls. */
export function CopyIcon({ label, value }: CopyIconProps) {
  const { copied, copy } = useCopy(value, label);
  return (
    <button
      type="button"
      className={classes.button}
      data-copied={copied}
      aria-label={`Copy ${label}`}
      title={`${copied ? 'Copied' : 'Copy'} ${label}`}
      onClick={copy}
    >
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}
