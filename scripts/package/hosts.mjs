/**
 * Hosts that nobody but their owners controls. Certification policy 1140.3.3 of the marketplace (Teams
 * store guidelines, "External domains"): no domain outside your organisation's control, wildcards
 * included, and no tunnel. The policy names the kinds; the hosts are known ones of each kind. The number
 * says how many labels before the name make a host one customer's own.
 */

/** Many customers live below these, each under a name of their own. */
export const SHARED_HOSTS = {
  'azurewebsites.net': 1,
  'azurestaticapps.net': 1,
  'azurecontainerapps.io': 2,
  'azurecontainer.io': 2,
  'azure-api.net': 1,
  'azurefd.net': 1,
  'azureedge.net': 1,
  'trafficmanager.net': 1,
  'cloudapp.azure.com': 2,
  'cloudapp.net': 1,
  'web.core.windows.net': 2,
  'blob.core.windows.net': 1,
  'azurewebsites.us': 1,
  'usgovcloudapp.net': 2,
  'amazonaws.com': 2,
  'amplifyapp.com': 1,
  'awsapprunner.com': 2,
  'elasticbeanstalk.com': 2,
  'cloudfront.net': 1,
  'appspot.com': 1,
  'cloudfunctions.net': 1,
  'firebaseapp.com': 1,
  'run.app': 2,
  'web.app': 1,
  'fly.dev': 1,
  'github.io': 1,
  'gitlab.io': 1,
  'glitch.me': 1,
  'herokuapp.com': 1,
  'netlify.app': 1,
  'onrender.com': 1,
  'ondigitalocean.app': 1,
  'pages.dev': 1,
  'railway.app': 2,
  'repl.co': 1,
  'replit.app': 1,
  'surge.sh': 1,
  'vercel.app': 1,
  'workers.dev': 2,
};

/** A tunnel's name is somebody else's tomorrow. */
export const TUNNEL_HOSTS = {
  'devtunnels.ms': 2,
  'ngrok.io': 1,
  'ngrok.app': 1,
  'ngrok.dev': 1,
  'ngrok-free.app': 1,
  'ngrok-free.dev': 1,
  'loca.lt': 1,
  'localtunnel.me': 1,
  'localhost.run': 1,
  'lhr.life': 1,
  'serveo.net': 1,
  'trycloudflare.com': 1,
  'pinggy.link': 1,
  'pinggy.io': 1,
  'tunnelmole.net': 1,
  'bore.pub': 1,
  'zrok.io': 1,
  'tunnelto.dev': 1,
  'ts.net': 2,
  'localto.net': 1,
  'cfargotunnel.com': 1,
  'duckdns.org': 1,
  'ddns.net': 1,
};

/** Kept for examples, tests and inner networks (RFC 2606, 6761, 6762, 7686, 8375; ICANN for `internal`). */
export const RESERVED_HOSTS = [
  'example',
  'example.com',
  'example.net',
  'example.org',
  'test',
  'invalid',
  'localhost',
  'local',
  'internal',
  'home.arpa',
  'onion',
];

/** Where an App Service is administered, not where it serves. */
export const ADMIN_HOST = /\.scm\.([a-z0-9-]+\.)?azurewebsites\.(net|us)$/;

/** Nobody's but their owner's, at any depth. */
export const FOREIGN_HOSTS = [
  'microsoft.com',
  'cloud.microsoft',
  'microsoftonline.com',
  'office.com',
  'office.net',
  'office365.com',
  'live.com',
  'sharepoint.com',
  'botframework.com',
  'azure.com',
  'windows.net',
  'windows.com',
  'google.com',
  'googleapis.com',
  'vonage.com',
  'newvoicemedia.com',
];
