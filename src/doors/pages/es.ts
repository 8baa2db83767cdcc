import type { PublicWords } from './words';

export const es: PublicWords = {
  language: 'Español',
  pages: {
    help: {
      title: 'Ayuda',
      sections: [
        [
          'Qué hace',
          'Presence Link sincroniza el estado de un agente de Vonage Contact Center (VCC) y la presencia de la misma persona en Microsoft Teams, en los dos sentidos.',
        ],
        [
          'Empezar',
          'Abra Presence Link en Teams. Si dice que su organización no está conectada, un administrador tiene que conectarla antes: en el mismo sitio, con la región, la clave y las credenciales API de la cuenta de VCC.',
          'Después vincule su agente. Tarda menos de un minuto, y puede desvincularlo cuando quiera en la configuración.',
        ],
        [
          'Hablar con el bot',
          'Escriba estado, ponme Listo, por qué, pausa, reanudar, busca, quién está libre, avísame cuando, vincular, desvincular, notificaciones, idioma o ayuda. También sirven palabras corrientes: «almuerzo», «ausente 15 min».',
        ],
        [
          'Si algo parece mal',
          'Pregunte por qué al bot, o abra el cambio en Inicio: dice qué se vio, qué regla decidió, qué se escribió y qué respondió el otro lado.',
          'Un estado puesto a mano en Teams, una llamada y una pausa separan los dos lados a propósito. La página lo dice.',
          'Para todo lo demás, pregunte a los administradores de su organización: ellos llevan este servicio o saben quién lo lleva.',
        ],
      ],
    },
    privacy: {
      title: 'Privacidad',
      sections: [
        [
          'Quién es responsable',
          'La organización que ha instalado Presence Link, o quien lo lleva por ella. Pregunte a sus administradores. Ni Vonage ni Microsoft llevan este servicio.',
        ],
        [
          'Qué se guarda sobre usted',
          'Una vez vinculado: su identificador en Microsoft Entra, su identificador de agente en VCC, ambos nombres, los estados vistos en los dos lados y, de cada cambio, un registro con su hora y su motivo.',
          'Si usa el bot: lo necesario para escribir en su chat, su idioma, su zona horaria y de qué quiere ser avisado. De los administradores: qué cambió en la configuración, y cuándo.',
        ],
        [
          'Qué se lee y se escribe',
          'Microsoft Teams: su presencia, y su nombre en el directorio. VCC: su estado y si está en una interacción. Ambas presencias se escriben para que se sigan una a otra.',
        ],
        [
          'Qué no',
          'Ninguna llamada, ninguna grabación, ningún mensaje entre personas, ninguna cita, ninguna ubicación. Nada se vende, se usa para publicidad ni se pasa a nadie más que VCC y Microsoft. Estas páginas no ponen cookies.',
        ],
        [
          'Cuánto tiempo',
          'Registros de cambios: {days} días. Todo lo demás hasta que se desvincule. Entonces se borra lo que se guardó sobre usted, salvo una línea que dice quién terminó el vínculo y cuándo. Lo que el bot sabe de su chat desaparece cuando lo quita de Teams.',
        ],
        [
          'Qué puede hacer',
          'Haga una pausa o desvincúlese en la configuración o con el bot. Pida a los administradores de su organización una copia de sus datos, o que los corrijan o borren.',
        ],
        [
          'Seguridad',
          'Todo viaja cifrado. Las credenciales API y los tokens también se guardan cifrados. Cada organización ve solo sus propios datos.',
        ],
      ],
    },
    terms: {
      title: 'Condiciones de uso',
      sections: [
        [
          'Qué usa',
          'Presence Link es software libre con licencia MIT. La organización que lo ha instalado lo ofrece a su gente; lo que haya acordado con usted va antes que esta página.',
        ],
        [
          'A qué se compromete',
          'Vincula solo a su propio agente y cambia solo sus propios estados. Los administradores conectan solo cuentas que pueden administrar, y procuran que las personas afectadas lo sepan.',
        ],
        [
          'Para qué no es',
          'Una presencia puede llegar tarde o ser falsa: las redes fallan, y cada lado tiene sus propias reglas. No se fíe de ella en una emergencia, ni mida con ella el tiempo de trabajo.',
        ],
        [
          'Responsabilidad',
          'El software se entrega tal cual, sin garantía de ningún tipo, en la medida en que la ley lo permita.',
        ],
        [
          'Cómo termina',
          'Desvincúlese cuando quiera, o quite Presence Link de Teams. Lo que mantiene en Teams se retira o se desvanece en menos de una hora.',
        ],
        [
          'Nombres',
          'Vonage Contact Center, Microsoft y Teams son nombres de sus dueños, que ni han hecho ni han aprobado este producto.',
        ],
      ],
    },
  },
};
