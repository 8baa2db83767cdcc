/** What a log may say of a failure: codes, never the other side's own words, which may name people. */

/** Reasons of ours that are more than one word. */
const OWN =
  /^(HTTP \d{3}|missing-scope [\w:-]+|nonsense from Entra: [\w -]+|no (token|budget|answer)|no token or budget in time|answer too large|connection [a-z ]+|something newer came)$/;
const CODE = /^[\w.-]{1,80}$/;

/** The reason where it is a code, the code before the words, or only that there were words. */
export function reasonCode(reason: string): string {
  if (CODE.test(reason) || OWN.test(reason)) return reason;
  const before = reason.split(':')[0] ?? '';
  return CODE.test(before) ? before : '[words]';
}
