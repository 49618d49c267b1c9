// How much load is asked for, as the operator writes it.

// For each journey a second there may be five virtual users: those of a much higher rate would fill the memory.
const HIGHEST_RATE = 2000;

export function journeysPerSecond(text: string): number {
  const rate = Number(text);
  if (Number.isInteger(rate) && rate >= 1 && rate <= HIGHEST_RATE) return rate;
  throw new Error(`SHOP_RATE is the number of journeys a second, a whole number from 1 to ${HIGHEST_RATE}, not "${text}"`);
}
