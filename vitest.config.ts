/** How tests run: beside the source, in Node, each file alone. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,scripts,bench}/**/*.test.ts'],
    // Tests that kill processes or run the embedded model take seconds, more on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
