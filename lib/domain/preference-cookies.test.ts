import { expect, test } from "vitest";
import { languageOfBrowser, timeZoneOfBrowser } from "#lib/domain/preference-cookies.ts";

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

test("a zone is read as browsers write it, and what is none counts for nothing", () => {
  expect(timeZoneOfBrowser(browser("baton_time_zone=Europe/Berlin", ""))).toBe("Europe/Berlin");
  expect(timeZoneOfBrowser(browser("a=b; baton_time_zone=America%2FChicago", ""))).toBe("America/Chicago");
  expect(timeZoneOfBrowser(browser("baton_time_zone=%E0%A4%A", ""))).toBeNull();
  expect(timeZoneOfBrowser(browser("baton_time_zone=Nowhere/Land", ""))).toBeNull();
  expect(timeZoneOfBrowser(new Headers())).toBeNull();
});
