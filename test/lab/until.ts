/** Asks again and again until `check` holds; fails with what was seen last. */
export async function until<T>(ask: () => Promise<T>, check: (value: T) => boolean, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (check(value)) return value;
    if (Date.now() > end)
      throw new Error(`not within ${seconds} s; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
