'use strict';

const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest begins first, so that no core waits at the end for one long file. */
const LONGEST = [
  'flows/trouble',
  'browser/tab.test',
  'flows/standing',
  'browser/tab-look',
  'flows/town',
  'flows/linking',
  'flows/keepers',
  'store/embedded',
  'browser/',
  'flows/',
  'package/',
  'properties/',
  'bot/',
  'clients/pipeline/shared-pace',
  'line/',
  'keepers/',
];

const rank = ({ path }) => {
  const place = LONGEST.findIndex((name) => path.replaceAll('\\', '/').includes(`/tests/${name}`));
  return place === -1 ? LONGEST.length : place;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
