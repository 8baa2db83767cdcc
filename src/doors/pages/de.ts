import type { PublicWords } from './words';

export const de: PublicWords = {
  language: 'Deutsch',
  pages: {
    help: {
      title: 'Hilfe',
      sections: [
        [
          'Was es tut',
          'Presence Link hält den Zustand eines Agenten von Vonage Contact Center (VCC) und den Status derselben Person in Microsoft Teams im Gleichschritt, in beide Richtungen.',
        ],
        [
          'Anfangen',
          'Öffnen Sie Presence Link in Teams. Steht dort, dass Ihre Organisation nicht verbunden ist, muss ein Administrator sie erst verbinden: an derselben Stelle, mit Region, Kontoschlüssel und API-Zugangsdaten des VCC-Kontos.',
          'Verknüpfen Sie dann Ihren Agenten. Das dauert keine Minute, und Sie können es in den Einstellungen jederzeit lösen.',
        ],
        [
          'Mit dem Bot sprechen',
          'Schreiben Sie Status, setze mich auf Bereit, warum, Pause, fortsetzen, finde, wer ist frei, sag mir wenn, verknüpfen, trennen, Benachrichtigungen, Sprache oder Hilfe. Alltagsworte gehen auch: „Mittagspause“, „abwesend für 15 Min“.',
        ],
        [
          'Wenn etwas falsch aussieht',
          'Fragen Sie den Bot warum, oder öffnen Sie die Änderung auf der Startseite: Dort steht, was gesehen wurde, welche Regel entschied, was geschrieben wurde und was die andere Seite antwortete.',
          'Ein in Teams von Hand gesetzter Status, ein Gespräch und eine Pause halten die beiden Seiten mit Absicht auseinander. Die Seite sagt es.',
          'Bei allem anderen fragen Sie die Administratoren Ihrer Organisation: Sie betreiben diesen Dienst oder wissen, wer es tut.',
        ],
      ],
    },
    privacy: {
      title: 'Datenschutz',
      sections: [
        [
          'Wer verantwortlich ist',
          'Die Organisation, die Presence Link eingerichtet hat, oder wer es für sie betreibt. Fragen Sie deren Administratoren. Weder Vonage noch Microsoft betreibt diesen Dienst.',
        ],
        [
          'Was über Sie gespeichert wird',
          'Sobald Sie verknüpft sind: Ihre Kennung in Microsoft Entra, Ihre Agentenkennung in VCC, beide Namen, die auf beiden Seiten gesehenen Zustände und zu jeder Änderung ein Eintrag mit Zeit und Grund.',
          'Wenn Sie den Bot benutzen: was nötig ist, um in Ihren Chat zu schreiben, Ihre Sprache, Ihre Zeitzone und worüber Sie unterrichtet werden wollen. Bei Administratoren: was Sie in den Einstellungen geändert haben und wann.',
        ],
        [
          'Was gelesen und gesetzt wird',
          'Microsoft Teams: Ihr Status und Ihr Name im Verzeichnis. VCC: Ihr Zustand und ob Sie in einer Interaktion sind. Beide Status werden so gesetzt, dass sie einander folgen.',
        ],
        [
          'Was nicht',
          'Keine Gespräche, keine Aufzeichnungen, keine Nachrichten zwischen Menschen, keine Kalendereinträge, kein Standort. Nichts wird verkauft, für Werbung benutzt oder an andere als VCC und Microsoft gegeben. Diese Seiten setzen keine Cookies.',
        ],
        [
          'Wie lange',
          'Einträge über Änderungen: {days} Tage. Alles andere, bis die Verknüpfung gelöst wird. Dann wird gelöscht, was über Sie gespeichert war, bis auf eine Zeile, die sagt, wer die Verknüpfung wann gelöst hat. Was der Bot über Ihren Chat weiß, verschwindet, wenn Sie ihn aus Teams entfernen.',
        ],
        [
          'Was Sie tun können',
          'Pausieren oder lösen Sie die Verknüpfung in den Einstellungen oder beim Bot. Bitten Sie die Administratoren Ihrer Organisation um eine Kopie Ihrer Daten, um Berichtigung oder Löschung.',
        ],
        [
          'Sicherheit',
          'Alles wird verschlüsselt übertragen. API-Zugangsdaten und Token werden auch verschlüsselt gespeichert. Jede Organisation sieht nur ihre eigenen Daten.',
        ],
      ],
    },
    terms: {
      title: 'Nutzungsbedingungen',
      sections: [
        [
          'Was Sie benutzen',
          'Presence Link ist freie Software unter der MIT-Lizenz. Die Organisation, die es eingerichtet hat, bietet es ihren Leuten an; was sie mit Ihnen vereinbart hat, geht dieser Seite vor.',
        ],
        [
          'Wozu Sie sich verpflichten',
          'Sie verknüpfen nur Ihren eigenen Agenten und setzen Zustände nur für sich. Administratoren verbinden nur Konten, die sie verwalten dürfen, und sorgen dafür, dass die Betroffenen davon wissen.',
        ],
        [
          'Wozu es nicht da ist',
          'Ein Status kann verspätet oder falsch sein: Netze fallen aus, und beide Seiten haben eigene Regeln. Verlassen Sie sich in Notfällen nicht darauf, und messen Sie damit keine Arbeitszeit.',
        ],
        [
          'Haftung',
          'Die Software kommt, wie sie ist, ohne jede Gewährleistung, soweit das Recht es zulässt.',
        ],
        [
          'Wie es endet',
          'Lösen Sie die Verknüpfung jederzeit, oder entfernen Sie Presence Link aus Teams. Was es in Teams hält, wird zurückgenommen oder vergeht innerhalb einer Stunde.',
        ],
        [
          'Namen',
          'Vonage Contact Center, Microsoft und Teams sind Namen ihrer Inhaber; diese haben das Produkt weder gemacht noch gutgeheißen.',
        ],
      ],
    },
  },
};
