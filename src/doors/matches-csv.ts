import type { MatchReport } from '../desk/contract';

const HEADER = ['agentId', 'agent', 'email', 'match', 'code', 'reason', 'people'];

/** The report as a spreadsheet takes it (RFC 4180). */
export function toMatchesCsv({ items }: MatchReport): string {
  const rows = items.map(({ agent, kind, code, sentence, people }) => [
    agent.agentId ?? '',
    agent.name,
    agent.email,
    kind,
    code,
    sentence,
    people.map(({ name }) => name).join('; '),
  ]);
  return [HEADER, ...rows].map((row) => `${row.map(quote).join(',')}\r\n`).join('');
}

/** A name that begins like a formula must not become one. */
function quote(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
