import tones from '#components/ui/release-tone.module.css';
import type { Place } from '#lib/domain/release/rollout.ts';
import type { ReleaseTone } from '#lib/views/release-views.ts';
import styles from './tone-mark.module.css';

const SHAPES: Readonly<Record<Place, string>> = {
  never: '',
  done: '',
  deploying: '▸',
  baking: '◔',
  approval: '✓',
  waiting: '',
  paused: '❚❚',
  stopping: '■',
  stopped: '■',
  failed: '✕',
  'rolled-back': '↩',
};

/** The shape of a place, in the colour of its tone; nothing where nothing happens. Words always stand beside it. */
export function ToneMark({ place, tone }: { place: Place; tone: ReleaseTone }) {
  const shape = tone === 'sick' ? '◆' : SHAPES[place];
  if (shape === '') return null;
  return (
    <span className={`${styles.mark} ${tones[tone]}`} aria-hidden="true">
      {shape}
    </span>
  );
}
