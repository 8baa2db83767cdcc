/** Common words that look like a slip in a word of the bot: they are asked about, and not acted on. */
import type { Language } from '../command';

export const LOOKALIKES: Readonly<Record<Language, readonly string[]>> = {
  en: list(`
    launch launched lynch lurch bread breads bream breath breathe breathed bleak beak reads
    reedy reeds reader absents assent clasp clash clans claps classy clams coarse corse corpse
    curse cursed catching coasting leaning learnings leading trailing trapping tracking tracing
    tainting raining straining breeding bringing melting huddled hurdle heating easting earing
    spoke smoked smoker smokes smoky coffer coffees expended expanded exceeded extender
    avoidable assailable onliner statue statues stages stated stares stakes estates skates
    slates spates choosy chose chooses connects convect logic logon smart scare stare stark
    starts starry setups commend commando comments commander communes explains
    explained reasons seasons
  `),
  de: list(`
    breit bereits bereut bereue bereist beredt beruht bereite abwegend anwesend abwesende
    schaltung schulden schonung schulungen kurse mitten mittags mittage mittagessens sitzungen
    stutzung nutzung wetter weites weiher leiter stunde
  `),
  fr: list(`
    preter pretes prets pretre pretent pretez perte preste poete partis partir parts parties
    partiel patrie parmi parte paroi retours retenu retenue revend revenus revetu panse pauser
    mander mange mangez mangeur manquer marger ranger repris repos dinar dejeune court courses
    courts fondation formations fonction statue statuts actualite commande commander
    commence commences choisi renoncer comprendre
  `),
  es: list(`
    listas listos liste listar listado lisio lasta pisto disponibles aumente ausento ausenten
    absenta fueran fueras fuero fuere fuerza fiera cobija comido comidas comica comide comen
    cocer coser coger cursos curse cursor curva descansa descansar descansan descenso descanse
    pausas pauso pauta pausan almuerza almuerzan almorzado almorzaba juntan juntas junto juntar
    elegido estadio estatua estando conecta conectado enlaces motivos razono molestado
    desvuelta devuelta formaciones fumacion
  `),
  ja: [],
};

function list(words: string): readonly string[] {
  return words.trim().split(/\s+/);
}
