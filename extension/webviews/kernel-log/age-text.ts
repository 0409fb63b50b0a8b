/** "The rows end at 16:20:05, 2 min ago; they go on by themselves when the target answers." Both in ms. */
export function ageText(since: number, now: number): string {
  const clock = new Date(since).toLocaleTimeString([], { hour12: false });
  return `The rows end at ${clock}, ${agoText(now - since)}; they go on by themselves when the target answers.`;
}

/** A clock that was set back gives no age below none. */
function agoText(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1000), 0);
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}
