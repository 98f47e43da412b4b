import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  agentRules: false,
  typescript: { ignoreBuildErrors: true }, // `tsc -p .` checks the types of the whole project
  // Packages that read files of their own or open sockets stay outside the bundle.
  serverExternalPackages: [
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
