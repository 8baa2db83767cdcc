/** Answers by `func` (teams-platform.md 8). `undefined`: nothing is answered. */
export function createHandlers({ state, askConsent, navigate }) {
  const runtime = {
    apiVersion: 4,
    hostVersionsInfo: {},
    isLegacyTeams: false,
    supports: {
      app: { notifySuccessResponse: {} },
      pages: { backStack: {}, currentApp: {}, tabs: {} },
      teamsCore: {},
      chat: {},
      clipboard: {},
    },
  };
  let hasConsented = false;

  async function token() {
    const answer = await fetch('host/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: state.person.key }),
    });
    return answer.ok ? [true, (await answer.json()).token] : [false, 'FailedToOpenWindow'];
  }

  return {
    initialize: () => ['content', state.clientType, JSON.stringify(runtime), '2.58.0'],
    getContext: () => [contextOf(state)],
    'appInitialization.success': () => [],
    'authentication.getAuthToken': async (_resources, _claims, isSilent) => {
      if (state.signIn === 'refused') return [false, 'CancelledByUser'];
      if (state.signIn === 'consent' && !hasConsented) {
        if (isSilent === true) return [false, 'resourceRequiresConsent'];
        hasConsented = await askConsent();
        if (!hasConsented) return [false, 'CancelledByUser'];
      }
      return token();
    },
    executeDeepLink: (url) => {
      window.open(url, '_blank', 'noopener');
      return [true];
    },
    'pages.currentApp.navigateTo': ({ pageId, subPageId }) => {
      navigate(pageId, subPageId);
      return [null];
    },
    'pages.currentApp.navigateToDefaultPage': () => {
      navigate('', '');
      return [null];
    },
    navigateBack: () => [
      false,
      'Back navigation is not supported in the current client or context.',
    ],
  };
}

function contextOf({ appId, person, theme, locale, page, sub, clientType }) {
  return {
    entityId: page || 'home',
    subEntityId: sub,
    frameContext: 'content',
    theme,
    locale,
    hostName: 'Teams',
    hostClientType: clientType,
    userObjectId: person.personId,
    userPrincipalName: person.upn,
    loginHint: person.upn,
    tid: person.tenantId,
    appId,
    appSessionId: crypto.randomUUID(),
    sessionId: crypto.randomUUID(),
  };
}
