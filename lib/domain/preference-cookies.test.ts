import { expect, test } from "vitest";
import { languageOfBrowser } from "#lib/domain/preference-cookies.ts";

const browser = (cookie: string, accepts: string) =>
  new Headers({ ...(cookie ? { cookie } : {}), "accept-language": accepts });

test("what a browser chose counts more than what it prefers", () => {
  expect(languageOfBrowser(browser("a=b; baton_language=es; c=d", "en"))).toBe("es");
  expect(languageOfBrowser(browser("", "es-MX"))).toBe("es");
});

test("a cookie that names no language, or another cookie, counts for nothing", () => {
  expect(languageOfBrowser(browser("baton_language=fr", "es"))).toBe("es");
  expect(languageOfBrowser(browser("not_baton_language=es", "en"))).toBe("en");
  expect(languageOfBrowser(new Headers())).toBe("en");
});
