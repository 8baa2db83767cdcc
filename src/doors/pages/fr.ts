import type { PublicWords } from './words';

export const fr: PublicWords = {
  language: 'Français',
  pages: {
    help: {
      title: 'Aide',
      sections: [
        [
          'À quoi il sert',
          'Presence Link synchronise l’état d’un agent de Vonage Contact Center (VCC) et la présence de la même personne dans Microsoft Teams, dans les deux sens.',
        ],
        [
          'Commencer',
          'Ouvrez Presence Link dans Teams. S’il indique que votre organisation n’est pas connectée, un administrateur doit d’abord la connecter : au même endroit, avec la région, la clé et les identifiants API du compte VCC.',
          'Liez ensuite votre agent. Cela prend moins d’une minute, et vous pouvez le délier à tout moment dans les paramètres.',
        ],
        [
          'Parler au bot',
          'Écrivez statut, mets-moi Prêt, pourquoi, pause, reprendre, trouve, qui est libre, préviens-moi quand, lier, délier, notifications, langue ou aide. Les mots de tous les jours conviennent aussi : « déjeuner », « absent 15 min ».',
        ],
        [
          'Si quelque chose semble faux',
          'Demandez pourquoi au bot, ou ouvrez le changement dans l’accueil : il dit ce qui a été vu, quelle règle a décidé, ce qui a été écrit et ce que l’autre côté a répondu.',
          'Un statut choisi à la main dans Teams, un appel et une pause séparent volontairement les deux côtés. La page le dit.',
          'Pour le reste, adressez-vous aux administrateurs de votre organisation : ils exploitent ce service ou savent qui le fait.',
        ],
      ],
    },
    privacy: {
      title: 'Confidentialité',
      sections: [
        [
          'Qui est responsable',
          'L’organisation qui a installé Presence Link, ou celui qui l’exploite pour elle. Adressez-vous à ses administrateurs. Ni Vonage ni Microsoft n’exploite ce service.',
        ],
        [
          'Ce qui est conservé sur vous',
          'Une fois lié : votre identifiant dans Microsoft Entra, votre identifiant d’agent dans VCC, les deux noms, les états vus des deux côtés, et pour chaque changement une trace avec son heure et sa raison.',
          'Si vous utilisez le bot : ce qu’il faut pour écrire dans votre conversation, votre langue, votre fuseau horaire et ce dont vous voulez être informé. Pour les administrateurs : ce que vous avez changé dans les paramètres, et quand.',
        ],
        [
          'Ce qui est lu et écrit',
          'Microsoft Teams : votre présence, et votre nom dans l’annuaire. VCC : votre état et si vous êtes en interaction. Les deux présences sont écrites pour se suivre.',
        ],
        [
          'Ce qui ne l’est pas',
          'Aucun appel, aucun enregistrement, aucun message entre personnes, aucun rendez-vous, aucune position. Rien n’est vendu, utilisé pour la publicité ni transmis à d’autres que VCC et Microsoft. Ces pages ne déposent aucun cookie.',
        ],
        [
          'Combien de temps',
          'Traces des changements : {days} jours. Tout le reste jusqu’à ce que vous soyez délié. Ce qui a été conservé sur vous est alors supprimé, sauf une ligne qui dit qui a mis fin au lien et quand. Ce que le bot sait de votre conversation disparaît quand vous le retirez de Teams.',
        ],
        [
          'Vos choix',
          'Mettez en pause ou déliez dans les paramètres ou avec le bot. Demandez aux administrateurs de votre organisation une copie de vos données, leur correction ou leur suppression.',
        ],
        [
          'Sécurité',
          'Tout circule chiffré. Les identifiants API et les jetons sont aussi conservés chiffrés. Chaque organisation ne voit que ses propres données.',
        ],
      ],
    },
    terms: {
      title: 'Conditions d’utilisation',
      sections: [
        [
          'Ce que vous utilisez',
          'Presence Link est un logiciel libre sous licence MIT. L’organisation qui l’a installé le propose à ses membres ; ce qu’elle a convenu avec vous prime sur cette page.',
        ],
        [
          'Ce que vous acceptez',
          'Vous ne liez que votre propre agent et ne changez que vos propres états. Les administrateurs ne connectent que des comptes qu’ils ont le droit d’administrer, et veillent à ce que les personnes concernées le sachent.',
        ],
        [
          'Ce à quoi il ne sert pas',
          'Une présence peut être en retard ou fausse : les réseaux tombent, et chaque côté a ses propres règles. Ne vous y fiez pas en cas d’urgence, et ne mesurez pas le temps de travail avec.',
        ],
        [
          'Responsabilité',
          'Le logiciel est fourni tel quel, sans garantie d’aucune sorte, dans la mesure permise par la loi.',
        ],
        [
          'Comment cela prend fin',
          'Déliez-vous à tout moment, ou retirez Presence Link de Teams. Ce qu’il maintient dans Teams est repris ou s’efface en moins d’une heure.',
        ],
        [
          'Noms',
          'Vonage Contact Center, Microsoft et Teams sont des noms de leurs propriétaires, qui n’ont ni fait ni approuvé ce produit.',
        ],
      ],
    },
  },
};
