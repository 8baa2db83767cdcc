import { createEvents } from '../../src/runtime/events';
import { createLog, silentLog } from '../../src/runtime/log';
import { createMetrics } from '../../src/runtime/metrics';

describe('business events', () => {
  it('are counted with few labels', async () => {
    const metrics = createMetrics();
    const events = createEvents(silentLog, metrics);
    events.factDropped('echo', { tenantId: 'tenant-meadow' });
    events.factTaken('agent-state');
    events.webhookRefused('bad-signature');
    events.turnEnded({ outcome: 'wrote', code: 'WW1', ms: 12, linkId: 'link-7' });
    events.callEnded({ side: 'graph', name: 'setPresence', kind: 'ok', status: 200, ms: 30 });
    events.sweepPassed({ side: 'teams', seen: 650, changed: 2, ms: 400 });
    events.connectionsTroubled({ 'consent-missing': 2 });
    events.failed('law', new TypeError('no such thing'), { linkId: 'link-7' });
    const text = await metrics.text();
    expect(text).toContain('presence_link_facts_dropped_total{code="echo"} 1');
    expect(text).toContain('presence_link_facts_taken_total{kind="agent-state"} 1');
    expect(text).toContain('presence_link_webhooks_refused_total{code="bad-signature"} 1');
    expect(text).toContain('presence_link_turns_ended_total{outcome="wrote",code="WW1"} 1');
    expect(text).toContain(
      'presence_link_calls_total{side="graph",name="setPresence",kind="ok"} 1',
    );
    expect(text).toContain('presence_link_sweep_changes_total{side="teams"} 2');
    expect(text).toContain('presence_link_connections_troubled{code="consent-missing"} 2');
    expect(text).toContain('presence_link_failures_total{code="law"} 1');
    expect(text).not.toMatch(/tenant-meadow|link-7/);
  });

  it('stand in the log with their identifiers', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'debug', destination: { write: (line) => lines.push(line) } });
    createEvents(log, createMetrics()).callEnded({
      side: 'vcc',
      name: 'setPresence',
      kind: 'refused',
      status: 409,
      reason: 'Conflict',
      ms: 5,
      who: { accountKey: 'meadow' },
    });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      accountKey: 'meadow',
      name: 'setPresence',
      status: 409,
    });
  });

  it('never throw, whatever breaks beneath', () => {
    const broken = (): never => {
      throw new Error('no disk');
    };
    const log = { debug: broken, info: broken, warn: broken, error: broken, child: () => log };
    const events = createEvents(log, createMetrics());
    expect(() => events.failed('x', new Error('y'))).not.toThrow();
    expect(() => events.webhookRefused('z')).not.toThrow();
  });

  it('are apart in each registry', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    createEvents(silentLog, one).factRepeated();
    expect(await one.text()).toContain('presence_link_facts_repeated_total 1');
    expect(await other.text()).toContain('presence_link_facts_repeated_total 0');
  });
});
