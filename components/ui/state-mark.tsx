import { LOOK_WORDS, type Look } from '#lib/client/format/state-words.ts';
import styles from './state-mark.module.css';

/**
 * The shape of a state: check, half circle, diamond, dashed circle, dash. Takes the state's colour unless `inherit`.
 * Decorative by default, because the word stands beside it; `labelled` where it stands alone.
 */
export function StateMark({
  look,
  size = 12,
  labelled = false,
  inherit = false,
}: {
  look: Look;
  size?: number;
  labelled?: boolean;
  inherit?: boolean;
}) {
  // In rem, so that the shapes grow with the words beside them.
  const box = { width: `${size / 16}rem`, height: `${size / 16}rem`, viewBox: '0 0 12 12' };
  const className = inherit ? styles.mark : `${styles.mark} ${styles[look]}`;
  if (labelled) {
    return (
      <svg className={className} {...box} role="img" aria-label={LOOK_WORDS[look]}>
        <Shape look={look} />
      </svg>
    );
  }
  return (
    <svg className={className} {...box} aria-hidden="true">
      <Shape look={look} />
    </svg>
  );
}

function Shape({ look }: { look: Look }) {
  switch (look) {
    case 'healthy':
      return (
        <path
          d="M1.8 6.4 4.7 9.2 10.2 3"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      );
    case 'degraded':
      return (
        <>
          <circle cx="6" cy="6" r="4.9" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M6 1.1a4.9 4.9 0 0 1 0 9.8Z" fill="currentColor" />
        </>
      );
    case 'critical':
      return <path d="M6 .4 11.6 6 6 11.6.4 6Z" fill="currentColor" />;
    case 'no-data':
      return <circle cx="6" cy="6" r="4.9" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.3 1.55" />;
    case 'out-of-service':
      return <path d="M2 6h8" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />;
  }
}
