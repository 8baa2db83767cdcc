import type { SimulatedPerson } from '../contract';
import type { PersonDeed } from './action-request';

/** Who was told on this page to leave mouse and keyboard: the client itself looks idle only later. */
export class IdleWatch {
  readonly #idle = new Set<SimulatedPerson>();

  note(person: SimulatedPerson, deed: PersonDeed): void {
    if (deed === 'person.go-idle' || deed === 'person.away-by-idleness') this.#idle.add(person);
    // A laptop that is opened again is opened by somebody's hands.
    if (deed === 'person.touch-mouse' || deed === 'person.close-laptop') this.#idle.delete(person);
  }

  has(person: SimulatedPerson): boolean {
    return this.#idle.has(person);
  }
}
