// JavaScript, for Next would load its compiler, 25 MB, into every web process to read TypeScript (measured).

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  agentRules: false,
  typescript: { ignoreBuildErrors: true }, // `tsc -p .` checks the types of the whole project
  // What next-intl's plugin would do; the plugin itself would cost every web process 32 MB (measured).
  turbopack: { resolveAlias: { "next-intl/config": "./app/i18n/request.ts" } },
  // Packages that read files of their own or open sockets stay outside the bundle.
  serverExternalPackages: [
    "@better-auth/passkey",
    "better-auth",
    "fontkit",
    "kysely",
    "nodemailer",
    "pdfkit",
    "pg",
    "pg-boss",
    "pino",
    "prom-client",
    "stripe",
  ],
  // Titles stay in the head for everybody, so that a page is whole without scripts.
  htmlLimitedBots: /.*/,
};

export default config;
