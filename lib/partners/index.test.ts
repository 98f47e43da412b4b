import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createOwnKeeper } from "#lib/partners/gate-keeper.ts";
import {
  configuredPartners,
  findPartnerDescriptor,
  getPartnerClient,
  isAllowedLaunchUrl,
  openPartnerClient,
  partnerDescriptors,
  sharePartners,
} from "#lib/partners/index.ts";

const SECRET = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const CAREERSAFE = {
  CAREERSAFE_API_BASE_URL: "https://api.careersafe.example/v2/",
  CAREERSAFE_API_KEY: "key",
  CAREERSAFE_ORG_ID: "group-1",
  CAREERSAFE_WEBHOOK_SECRET: SECRET,
};

describe("opening a partner", () => {
  it("refuses a provider nobody wrote a connector for", () => {
    for (const slug of ["acme", "", "__proto__", "constructor", "HSI"]) {
      expect(() => getPartnerClient(slug, CAREERSAFE)).toThrow("there is no connector for the provider");
      expect(findPartnerDescriptor(slug)).toBeNull();
    }
  });

  it("names every variable that is missing", () => {
    expect(() => getPartnerClient("hsi", { HSI_API_KEY: "key", HSI_ORG_ID: " " })).toThrow(
      "HSI_API_BASE_URL is not set; HSI_API_SECRET is not set; HSI_ORG_ID is not set; HSI_WEBHOOK_SECRET is not set",
    );
  });

  it.each([
    ["CAREERSAFE_API_BASE_URL", "careersafe.example"],
    ["CAREERSAFE_API_BASE_URL", "http://careersafe.example"],
    ["CAREERSAFE_API_BASE_URL", "https://user:secret@careersafe.example"],
    ["CAREERSAFE_API_BASE_URL", "https://careersafe.example/?key=1"],
    ["CAREERSAFE_API_BASE_URL", "ftp://careersafe.example"],
    ["CAREERSAFE_REQUESTS_PER_SECOND", "as many as it likes"],
    ["CAREERSAFE_REQUESTS_PER_SECOND", "-5"],
    ["CAREERSAFE_WEBHOOK_SECRET", "short"],
    ["CAREERSAFE_WEBHOOK_SECRET", "whsec_QUFB"],
    ["CAREERSAFE_WEBHOOK_SECRET", `${SECRET},not base64 at all!`],
  ])("names %s when it is wrong (%s), and not its value", (name, value) => {
    const open = () => openPartnerClient("careersafe", { ...CAREERSAFE, [name]: value });
    expect(open).toThrow(`${name} is wrong`);
    expect(open).not.toThrow(value);
  });

  it("takes an address on this machine without https", () => {
    for (const base of ["http://127.0.0.1:4010/careersafe", "http://localhost:4010", "http://[::1]:4010"]) {
      const env = { ...CAREERSAFE, CAREERSAFE_API_BASE_URL: base };
      expect(openPartnerClient("careersafe", env)).toBeDefined();
    }
  });

  it("gives the same client for the same environment, so that pool and breaker are shared", () => {
    expect(getPartnerClient("careersafe", CAREERSAFE)).toBe(getPartnerClient("careersafe", CAREERSAFE));
    expect(getPartnerClient("careersafe", { ...CAREERSAFE })).not.toBe(
      getPartnerClient("careersafe", CAREERSAFE),
    );
  });

  it("says of each partner what it still lacks", () => {
    const lacks = Object.fromEntries(
      configuredPartners(CAREERSAFE).map(({ slug, missing }) => [slug, missing]),
    );
    expect(Object.keys(lacks)).toEqual(partnerDescriptors.map(({ slug }) => slug));
    expect(lacks["careersafe"]).toEqual([]);
    expect(lacks["hsi"]).toContain("HSI_API_SECRET");
  });
});

describe("listening to partner calls", () => {
  it("hears of every try with its outcome, of connectors that were open before too", async () => {
    const server = createServer((_, response) => response.writeHead(401).end("{}"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const env = { ...CAREERSAFE, CAREERSAFE_API_BASE_URL: `http://127.0.0.1:${port}` };
    const heard: unknown[] = [];
    const taken: string[] = [];
    const keeper = createOwnKeeper();
    const partner = getPartnerClient("careersafe", env);
    sharePartners(env, {
      keeper: { ...keeper, take: (slug, ...about) => (taken.push(slug), keeper.take(slug, ...about)) },
      onCall: ({ ms, ...call }) => heard.push([call, ms > 0]),
    });
    await expect(partner.getProgress("1")).rejects.toThrow("answered 401");
    server.closeAllConnections();
    server.close();
    const call = { partner: "careersafe", operation: "getProgress", outcome: "misconfigured", status: 401 };
    expect(heard).toEqual([[call, true]]);
    expect(taken).toEqual(["careersafe"]);
  });
});

describe("an allowed launch address", () => {
  const hosts = ["api.hsi.example", "127.0.0.1:4010"];

  it.each([
    "https://api.hsi.example/sso?token=1",
    "http://127.0.0.1:4010/hsi/sso",
    "https://API.hsi.example",
  ])("may be %s", (url) => expect(isAllowedLaunchUrl(url, hosts)).toBe(true));

  it.each([
    "http://api.hsi.example/sso",
    "https://api.hsi.example.evil.example/",
    "https://evil.api.hsi.example/",
    "https://api.hsi.example@evil.example/",
    "https://user@api.hsi.example/",
    "https://api.hsi.example:8443/",
    "http://127.0.0.1:4011/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//api.hsi.example/",
    "/sso",
    "",
    `https://api.hsi.example/${"x".repeat(3000)}`,
  ])("may not be %s", (url) => expect(isAllowedLaunchUrl(url, hosts)).toBe(false));

  it("may be on a host the operator added", async () => {
    const env = { ...CAREERSAFE, CAREERSAFE_LAUNCH_HOSTS: "learn.careersafe.example, lms.example" };
    const { readPartnerSettings } = await import("#lib/partners/config.ts");
    const descriptor = findPartnerDescriptor("careersafe");
    if (!descriptor) throw new Error("no descriptor");
    expect(readPartnerSettings(descriptor, env)).toMatchObject({
      baseUrl: "https://api.careersafe.example/v2",
      launchHosts: ["api.careersafe.example", "learn.careersafe.example", "lms.example"],
    });
  });
});
