import type { PublicWords } from './words';

export const en: PublicWords = {
  language: 'English',
  pages: {
    help: {
      title: 'Help',
      sections: [
        [
          'What it does',
          'Presence Link keeps the state of a Vonage Contact Center (VCC) agent and the presence of the same person in Microsoft Teams in step, in both directions.',
        ],
        [
          'Begin',
          'Open Presence Link in Teams. If it says that your organisation is not connected, an administrator has to connect it first: in the same place, with region, account key and API credentials of the VCC account.',
          'Then link your agent. It takes under a minute, and you can unlink at any time in Settings.',
        ],
        [
          'Talk to the bot',
          'Write status, set me Ready, why, pause, resume, find, who is free, tell me when, link, unlink, notify, language or help. Plain words do as well: “on lunch”, “away for 15 min”.',
        ],
        [
          'When something looks wrong',
          'Ask the bot why, or open the change in Home: it says what was seen, which rule decided, what was written and what the other side answered.',
          'A status that you set by hand in Teams, a call and a pause keep the two sides apart on purpose. The page says so.',
          'For anything else ask the administrators of your organisation: they run this service or know who does.',
        ],
      ],
    },
    privacy: {
      title: 'Privacy',
      sections: [
        [
          'Who is responsible',
          'The organisation that has installed Presence Link, or whoever runs it for that organisation. Ask its administrators. Neither Vonage nor Microsoft runs this service.',
        ],
        [
          'What is stored about you',
          'Once you are linked: your id in Microsoft Entra, your agent id in VCC, both names, the states seen on both sides, and a record of each change with its time and its reason.',
          'If you use the bot: what is needed to write to your chat, your language, your time zone and what you asked to be told. Administrators: what you changed in the settings, and when.',
        ],
        [
          'What is read and set',
          'Microsoft Teams: your presence, and your name in the directory. VCC: your state and whether you are on an interaction. Both presences are set to follow each other.',
        ],
        [
          'What is not done',
          'No calls, no recordings, no messages between people, no calendar entries, no location. Nothing is sold, used for advertising or passed on to anybody but VCC and Microsoft. These pages set no cookies.',
        ],
        [
          'How long',
          'Records of changes: {days} days. Everything else until you are unlinked. Then what was stored about you is deleted, except one line that says who ended the link and when. What the bot knows of your chat goes when you remove it from Teams.',
        ],
        [
          'Your choices',
          'Pause or unlink in Settings or with the bot. Ask the administrators of your organisation for a copy of your data, or to have it corrected or deleted.',
        ],
        [
          'Security',
          'Everything travels encrypted. API credentials and tokens are stored encrypted as well. Each organisation sees its own data only.',
        ],
      ],
    },
    terms: {
      title: 'Terms of use',
      sections: [
        [
          'What you use',
          'Presence Link is free software under the MIT licence. The organisation that has installed it offers it to its people; what that organisation has agreed with you goes before this page.',
        ],
        [
          'What you agree to',
          'You link only your own agent and set states for yourself. Administrators connect only accounts that they may administer, and see to it that the people concerned know.',
        ],
        [
          'What it is not for',
          'A presence can be late or wrong: networks fail, and both sides have rules of their own. Do not rely on it in an emergency, and do not use it to measure working time.',
        ],
        [
          'Liability',
          'The software comes as it is, without warranty of any kind, as far as the law allows.',
        ],
        [
          'How it ends',
          'Unlink at any time, or remove Presence Link from Teams. What it holds in Teams is taken back or fades within an hour.',
        ],
        [
          'Names',
          'Vonage Contact Center, Microsoft and Teams are names of their owners, who have neither made nor endorsed this product.',
        ],
      ],
    },
  },
};
