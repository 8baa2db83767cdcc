/** Answers to `{ root, args, own }` what `npm run package` would, without a process for each. */
import { workerData } from 'node:worker_threads';
import { runPackage } from '../../scripts/package/package-command.mjs';
import { compileOnce } from './compile-once.mjs';

const { port, isAnswered } = workerData;

compileOnce();
port.on('message', async ({ root, args, own }) => {
  process.env = own;
  port.postMessage(await answer(root, args));
  Atomics.store(isAnswered, 0, 1);
  Atomics.notify(isAnswered, 0);
});

async function answer(root, args) {
  try {
    return { code: 0, said: `${(await runPackage(root, args)).join('\n')}\n` };
  } catch (error) {
    return { code: 1, said: `${error.message}\n` };
  }
}
