/**
 * How long to wait after an empty poll: the least time, then twice as much each time, 20 % more or less by chance, up to
 * the most. A found message starts it again. Milliseconds.
 */
export function createPollingDelay(least: number, most: number, random: () => number = Math.random) {
  let exponent = 0;
  let current = least;
  return (foundMessages: boolean): number => {
    if (foundMessages) {
      exponent = 1;
      current = least;
    } else if (current !== most) {
      const spread = 0.8 + 0.4 * random();
      const increment = exponent === 0 ? 0 : spread * 2 ** (exponent - 1) * least;
      current = Math.min(least + increment, most);
      exponent += 1;
    }
    return current;
  };
}
