/** Tries again until it holds, or twenty seconds have passed, which is long on any machine: then it fails as it last did. */
export async function eventually(attempt: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
