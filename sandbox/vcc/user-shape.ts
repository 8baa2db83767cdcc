import type { Agent } from './agent';
import { guidOf } from './ids';

type Shape = Readonly<Record<string, unknown>>;

/** A user as `GET /users` shows it (section 5). Settings nobody can choose here are the example's. */
export function userOf(agent: Agent): Shape {
  const { seed } = agent;
  const actAsAgent = seed.actAsAgent !== false;
  return {
    userId: seed.userId,
    username: seed.email.split('@')[0] ?? seed.email,
    name: seed.name,
    email: seed.email,
    active: !agent.isArchived,
    locked: false,
    userAccountConfiguration: {
      role: seed.role ?? 'Agent',
      chargeable: true,
      actAsAgent,
      ...(actAsAgent ? { agentConfiguration: agentConfigurationOf(agent) } : {}),
    },
  };
}

function agentConfigurationOf({ agentId, userId }: Agent): Shape {
  return {
    agentDisplayId: agentId,
    webrtc: true,
    agentControlWebrtc: true,
    handleMultipleInteractions: true,
    enforcedDispositionCodes: false,
    transcribeCalls: true,
    screenRecording: false,
    callParking: true,
    salesCadence: false,
    outboundAutoanswer: true,
    inboundAutoanswer: true,
    outboundWrapUp: 100,
    backToReadyAfterNoAnswer: 100,
    backToReadyAfterLineBusy: 90,
    backToReadyAfterInvalidNumber: 80,
    backToReadyAfterNetworkIssue: 5,
    callRatingFrequency: 56,
    location: 'GB',
    telephonyAddress: telephonyAddressOf(userId),
    capacity: { isAgentLevel: false, live: 100, semiLive: 100, nonLive: 100 },
    associatedUsers: [],
  };
}

function telephonyAddressOf(userId: string): Shape {
  return {
    telephoneAddress: '800100',
    telephonyExtension: '44',
    outboundTelephonyRegion: guidOf('telephony-region'),
    nationalDisplay: true,
    virtualLocation: 'PL',
    preventAutoCallbackNumber: true,
    selectedCallbackNumberId: guidOf('callback-number', userId),
  };
}
