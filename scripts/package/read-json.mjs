/** JSON as it is meant, or a reason: UTF-8 without a mark, no key twice, not too deep. */
import { isUtf8 } from 'node:buffer';

/** Of a token: a whole string, or a sign. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;
const DEPTH = 20;
/** A hundred times ours. */
const MAX_BYTES = 2 ** 20;

/** `{ text }`, or `{ problem }` to be put after the name of the file. */
export function decodeText(bytes) {
  if (bytes.length > MAX_BYTES) return { problem: ' is larger than 1 MB' };
  if (!isUtf8(bytes)) return { problem: ' is not UTF-8' };
  const text = bytes.toString('utf8');
  // UTF-16 without a mark is made of letters and zeros, which is UTF-8 by chance.
  if (text.includes('\0')) return { problem: ' is not UTF-8' };
  return text.startsWith('\uFEFF') ? { problem: ' begins with a byte order mark' } : { text };
}

/** `{ document }`, or `{ problem }` to be put after the name of the file. */
export function readJson(bytes) {
  const { text, problem } = decodeText(bytes);
  if (problem) return { problem };
  try {
    const document = JSON.parse(text);
    const found = structureProblem(text);
    return found === null ? { document } : { problem: found };
  } catch (error) {
    // It quotes what it stumbled on, line ends included.
    return { problem: ` is not JSON: ${error.message.replaceAll(/\s+/g, ' ')}` };
  }
}

/** Of valid JSON: what `JSON.parse` does not mind. */
function structureProblem(text) {
  const open = [];
  let last;
  for (const [token] of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (token === '{' || token === '[') {
      if (open.length === DEPTH) return ` is nested more than ${DEPTH} levels deep`;
      open.push({ keys: new Set(), at: token === '[' ? 0 : '' });
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && typeof inner.at === 'number') inner.at += 1;
    else if (token === ':') {
      inner.at = JSON.parse(last);
      if (inner.keys.has(inner.at)) return `: ${pathOf(open)} stands twice`;
      inner.keys.add(inner.at);
    }
    last = token;
  }
  return null;
}

function pathOf(open) {
  return open.reduce((path, { at }) => {
    if (typeof at === 'number') return `${path}[${at}]`;
    return path === '' ? at : `${path}.${at}`;
  }, '');
}
