/** "10:58:03", as the browser's place reads it. */
export function timeOfDay(instant) {
  const date = new Date(instant);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** "10:58:03.4" */
export function timeWithTenths(instant) {
  const tenth = Math.floor((((instant % 1000) + 1000) % 1000) / 100);
  return `${timeOfDay(instant)}.${tenth}`;
}

/** "11:58", with its day where that is not near. */
export function momentAhead(instant, now) {
  const time = timeOfDay(instant).slice(0, 5);
  if (instant - now < 12 * 3_600_000) return time;
  const day = new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day} ${time}`;
}

/** "0:07", "12:40", "1 h 57 min" */
export function running(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds >= 3600) return spell(ms);
  return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
}

/** "less than a minute", "12 min", "1 h 57 min" */
export function spell(ms) {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes === 0) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** "580 ms", "1.2 s", "2 min" */
export function short(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return spell(ms);
}

function twoDigits(number) {
  return String(number).padStart(2, '0');
}
