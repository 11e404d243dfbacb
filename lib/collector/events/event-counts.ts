/** What became of the messages of the queue since the start. */
export interface EventCounts {
  /** Told something new. */
  applied: number;
  /** Told nothing new: signs of life, what came twice, late or after it was read. */
  known: number;
  /** Of accounts, alarms and pipelines that the registry does not name, or of alarms not read yet. */
  unknown: number;
  /** Not understood, and deleted. */
  refused: number;
}

export const NO_EVENTS: EventCounts = { applied: 0, known: 0, unknown: 0, refused: 0 };
