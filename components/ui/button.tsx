import type { ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';

/** A button. `kind` plain by default; `primary` for the one deliberate action; `danger` for stopping, `warning` for what opens the way to it. */
export function Button({
  kind = 'plain',
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { kind?: 'plain' | 'primary' | 'danger' | 'warning' | 'bare' }) {
  return <button type="button" className={`${styles.button} ${styles[kind]}${className ? ` ${className}` : ''}`} {...rest} />;
}
