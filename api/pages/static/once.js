// One key for one intention: the same while the same is sent again, a new one once something was corrected.

/** Answers the header for what is asked: a second click, or a try after a lost answer, meets the first one. */
export function intention() {
  let key;
  let sent;
  return (asked) => {
    const now = JSON.stringify(asked);
    if (now !== sent) key = crypto.randomUUID();
    sent = now;
    return { 'Idempotency-Key': key };
  };
}
