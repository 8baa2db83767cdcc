import type { Database, Statement } from '../database';
import type { Link } from '../store';
import type { ColleagueStore } from '../talking';
import { LINK_COLUMNS } from './rows';

/** Words come in lower case with `%` around them; what LIKE reads in them is escaped. */
const PAGE: Statement = {
  name: 'colleagues.page',
  text: `
    SELECT ${LINK_COLUMNS} FROM presence_link.links
    WHERE connection_id = $1 AND id > $2
      AND lower(person_name || ' ' || agent_name) LIKE ALL ($3::text[])
    ORDER BY id LIMIT $4`,
};

export function createColleagues(database: Database): ColleagueStore {
  return {
    page: ({ connectionId, words, after, limit }) =>
      database.rows<Link>(PAGE, [connectionId, after, words.map(toPattern), limit]),
  };
}

function toPattern(word: string): string {
  return `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}
