/** `npm run demo`: the product against the sandbox, with the world page in front of it. */
import { startDemo } from './demo';

async function main(): Promise<void> {
  const demo = await startDemo({
    port: portOf('PORT', 3978),
    worldPort: portOf('WORLD_PORT', 4040),
    teamsPort: portOf('TEAMS_PORT', 4041),
    chatPort: portOf('CHAT_PORT', 56_150),
  });
  process.stdout.write(
    [
      '',
      'Presence Link runs against the sandbox. Nobody in it is real.',
      `  World page  ${demo.url}`,
      `  Tab         ${demo.tabUrl('juniper-vale')}`,
      ...(demo.chat ? [`  Chat        ${demo.chat.url}  (as ${demo.chat.name})`] : []),
      `  Service     ${demo.serviceUrl}`,
      'Click a state on the left and watch Teams follow; click on the right and watch VCC.',
      'In the chat say hi, go on lunch, why or find billing; what you order moves on the world page.',
      'The tab opens as anybody there: choose a person above it, or "Open the tab" on the world page.',
      'Ctrl+C ends everything.',
      '',
    ].join('\n'),
  );
  const stop = (): void => {
    demo.stop().catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function portOf(name: string, usual: number): number {
  const wished = Number(process.env[name]);
  return Number.isInteger(wished) && wished > 0 && wished < 65_536 ? wished : usual;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The demo cannot start. ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
