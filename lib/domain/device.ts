/** Which browser on which system a session is, read from what the browser says of itself. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

/** The first that fits: browsers name their ancestors, too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMacintosh\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** Names a device as its owner would know it again: `Firefox on Windows`. */
export function deviceName(userAgent: string | null | undefined): Sentence {
  const browser = firstIn(BROWSERS, userAgent ?? "");
  const system = firstIn(SYSTEMS, userAgent ?? "");
  if (browser && system) return sentence("device.browserOnSystem", { browser, system });
  if (browser ?? system) return sentence("device.named", { name: browser ?? system ?? "" });
  return sentence("device.unknown");
}

function firstIn(table: readonly (readonly [RegExp, string])[], text: string): string | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
