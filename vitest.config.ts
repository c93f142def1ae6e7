/** Tests run on source, with the same `#room/file` names as the program. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    // A busy machine takes seconds for what an idle one does at once.
    expect: { poll: { timeout: 15_000 } },
  },
})
