/**
 * Instants that never go back, whatever becomes of the machine's clock: set forward they follow, set back
 * they go on from where they were. Everything that waits for an instant, or counts on an end, leans on that.
 */
export function createSteadyNow(wall: () => number, elapsed: () => number): () => number {
  let told = wall();
  let asked = elapsed();
  return () => {
    const passed = Math.max(0, elapsed() - asked);
    asked += passed;
    told = Math.max(wall(), told + passed);
    return Math.floor(told);
  };
}
