import { defineConfig } from "vitest/config";

const NEVER = ["**/node_modules/**", "**/.next/**", "**/.baton/**"];

export default defineConfig({
  test: {
    globalSetup: ["tests/support/vitest-database.ts"],
    pool: "forks",
    // More than the two cores of a build server: much of a test's time is waiting for other processes.
    maxWorkers: 3,
    slowTestThreshold: 3_000,
    env: { LOG_LEVEL: process.env["LOG_LEVEL"] ?? "silent" },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...NEVER, "tests/database/**", "tests/e2e/**", "tests/soak/**"],
        },
      },
      { extends: true, test: { name: "database", include: ["tests/database/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      // What takes minutes and seldom breaks alone: `npm run soak`.
      {
        extends: true,
        test: {
          name: "soak",
          include: ["tests/soak/**/*.test.ts"],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
