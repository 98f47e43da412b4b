import type { NextConfig } from "next";

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
  // No form-action: browsers apply it to the redirect towards the payment page as well.
  { key: "Content-Security-Policy", value: "base-uri 'self'; frame-ancestors 'none'; object-src 'none'" },
];

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
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

export default config;
