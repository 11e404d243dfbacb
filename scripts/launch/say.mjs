/** Progress goes to stderr, so that stdout stays free for what a command answers. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends with a message for a person: what is wrong and what to do. */
export function stop(message) {
  say(`\n${message}`);
  process.exit(1);
}
